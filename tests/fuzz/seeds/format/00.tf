a=1
longer="x"

b=2
