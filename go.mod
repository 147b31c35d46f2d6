module ocrfix

go 1.26
