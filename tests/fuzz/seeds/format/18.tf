a=b . c [ 0 ] . d
e=f.*.g
h=i [ * ].j
k=l.0.m
