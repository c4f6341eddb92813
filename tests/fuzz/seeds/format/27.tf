a="x ${
b
} y"
