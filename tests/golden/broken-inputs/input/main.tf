resource "aws_s3_bucket" "a" {
  bucket = "${var.
}

resource "aws_s3_bucket" "b" {
  bucket = "b"
}
