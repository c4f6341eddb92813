plugin "aws" {
  enabled = true
}
rule "terraform_naming_convention" {
  enabled = true
  format  = "snake_case"
}
rule "terraform_unused_declarations" {
  enabled = false
}
rule "aws_elastic_beanstalk_environment_invalid_name_format" {
  enabled = false
}
