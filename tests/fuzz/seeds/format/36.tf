a=(b
+c
)
