package channel

import "strings"

// alike are strings that look alike in type, truth and raw in turn, whether
// or not the pairs that the table was learned from happened to confuse them:
// the hand rules of the channel. Each costs at most alikeCost.
const alike = `
l 1  i 1  I 1  t 1  1 l  1 I  1 i  1 |  l |  I |  i |  l !  i !  I !  1 !  i l  l i  I l  l I  i j  j i  I J  i I  t I
o 0  O 0  0 o  0 O  D O  O D  Q O  O Q  c e  e c  o c  c o  o e  e o  a o  o a  a c:1  a c1  D 0
s 5  S 5  5 S  5 s  B 8  8 B  Z 2  z 2  2 Z  2 z  g 9  9 g  q 9  b 6  6 b  G 6  6 G  A 4  T 7  y v  v y
u 11  m rn  rn m  m in  in m  m ni  m nn  m iii  n ri  ri n  n ii  n 11  ll 11  il 11  li 11  h li  li h  h b  b h  h 11  u ii  ii u  u ll  n ll
d cl  cl d  w vv  vv w  U ll  H ll  H II  N II  fi h  k lc  K lC  B l3  R l2  b lo  lo b  p j)  O ()  rm nn  tt ll  fl fi
D I)  D |)  L l_  n u  u n  f t  t f  r t  f r  n r  r i  t r  e é  e s  s e  h n  n h  v y  E F  F E  P F  C G  G C
) }  } )  ( {  { (  ) ]  ( [  ] }  [ {  I ]  l ]  J ]  I [  l [
`

const alikeCost = 7*Nat + 50

// floors returns the pairs of alike.
func floors() [][2]string {
	var out [][2]string
	f := strings.Fields(alike)
	for i := 0; i+1 < len(f); i += 2 {
		out = append(out, [2]string{f[i], f[i+1]})
	}
	return out
}
