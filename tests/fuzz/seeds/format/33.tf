output "a"{
type="string"
}
variable "b"{
c {
type=list
}
}
type=list
