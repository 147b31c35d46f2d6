package pdftext

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
	"regexp"
)

// A cryptMethod is how the streams of a file are encrypted.
type cryptMethod int

const (
	cryptNone cryptMethod = iota
	cryptRC4
	cryptAES // with a key for each object
	cryptAES256
)

// decrypt decrypts the streams of a file with the standard security handler
// (ISO 32000-1, 7.6, and ISO 32000-2 for AES-256) in place, and takes the
// mention of encryption out of its trailers. Strings stay encrypted: no text
// of a page is in one. It reports whether the file was encrypted at all.
//
// It is done here, before the structure reader sees the file, because that
// reader knows neither AES-256 nor, in effect, keys of 40 bits.
func decrypt(data []byte, password string) (bool, error) {
	if !encryptMark.Match(data) {
		return false, nil
	}
	s := scan{data: data, entries: map[int]entry{}}
	s.objects()
	s.trailers()
	d := s.dict(s.trailer["Encrypt"])
	if d == nil {
		return false, nil
	}
	h, err := newHandler(d, s.trailer)
	if err != nil {
		return true, err
	}
	if !h.open(password) {
		return true, ErrPassword
	}
	s.eachStream(func(num, gen int, d rawDict, body []byte) {
		kind := d.name("Type")
		if kind != "XRef" && !(kind == "Metadata" && h.plainMetadata) && d.name("Filter") != "Crypt" {
			h.stream(num, gen, body)
		}
	})
	for _, at := range encryptMark.FindAllIndex(data, -1) {
		copy(data[at[0]:], "/Decrypt")
	}
	return true, nil
}

var encryptMark = regexp.MustCompile(`/Encrypt\s*(\d+\s+\d+\s+R|<<)`)

// dict returns the dictionary that raw is or refers to, nil for none.
func (s *scan) dict(raw []byte) rawDict {
	l := lexer{data: raw}
	v, _, _ := l.token(0)
	if v.kind == kindNumber {
		e, ok := s.entries[int(v.num)]
		if !ok || e.in > 0 {
			return nil
		}
		l = lexer{data: s.data[e.place:min(len(s.data), e.place+1<<16)]}
		for range 3 { // 12 0 obj
			l.token(0)
		}
		v, _, _ = l.token(0)
	}
	if v.kind != kindDict {
		return nil
	}
	return parseDict(v.str)
}

// eachStream calls do for every stream of the file, older versions of an
// object included, with its bytes, which do may change.
func (s *scan) eachStream(do func(num, gen int, d rawDict, body []byte)) {
	for pos := 0; ; {
		num, gen, _, body, ok := s.nextObject(pos)
		if !ok {
			return
		}
		pos = body
		l := lexer{data: s.data[pos:min(len(s.data), pos+1<<20)]}
		v, _, _ := l.token(0)
		if v.kind != kindDict {
			continue
		}
		if _, op, _ := l.token(0); op != "stream" {
			continue
		}
		start := pos + l.pos
		if start < len(s.data) && s.data[start] == '\r' {
			start++
		}
		if start < len(s.data) && s.data[start] == '\n' {
			start++
		}
		d := parseDict(v.str)
		end := start + s.length(d)
		if end == start || end > len(s.data) || !bytes.HasPrefix(bytes.TrimLeft(s.data[end:min(len(s.data), end+32)], "\r\n "), []byte("endstream")) {
			n := bytes.Index(s.data[start:], []byte("endstream"))
			if n < 0 {
				return
			}
			end = start + len(bytes.TrimRight(s.data[start:start+n], "\r\n"))
		}
		do(num, gen, d, s.data[start:end])
		pos = end
	}
}

// length returns the length of a stream, which may stand in another object.
func (s *scan) length(d rawDict) int {
	l := lexer{data: d["Length"]}
	v, _, _ := l.token(0)
	if _, _, more := l.token(0); !more {
		return d.int("Length")
	}
	e, ok := s.entries[int(v.num)]
	if !ok || e.in > 0 {
		return 0
	}
	l = lexer{data: s.data[e.place:min(len(s.data), e.place+64)]}
	for range 3 {
		l.token(0)
	}
	v, _, _ = l.token(0)
	if v.num > 0 && v.num < 1<<31 {
		return int(v.num)
	}
	return 0
}

// A handler is the standard security handler of one file.
type handler struct {
	method        cryptMethod
	revision      int
	size          int // of the key, in bytes
	o, u, oe, ue  []byte
	permissions   uint32
	id            []byte
	plainMetadata bool

	key []byte
}

// newHandler reads an encryption dictionary.
func newHandler(d, trailer rawDict) (*handler, error) {
	unsupported := func(what any) error { return fmt.Errorf("%w (%v)", ErrEncryption, what) }
	if f := d.name("Filter"); f != "Standard" {
		return nil, unsupported("handler " + f)
	}
	h := &handler{
		revision:      d.int("R"),
		size:          d.int("Length") / 8,
		o:             d.value("O").str,
		u:             d.value("U").str,
		oe:            d.value("OE").str,
		ue:            d.value("UE").str,
		permissions:   uint32(int64(d.value("P").num)),
		plainMetadata: bytes.HasPrefix(d["EncryptMetadata"], []byte("false")),
	}
	if v := d.value("ID"); v.kind == kindArray && len(v.arr) > 0 {
		h.id = v.arr[0].str
	}
	if v := trailer.value("ID"); v.kind == kindArray && len(v.arr) > 0 {
		h.id = v.arr[0].str
	}
	switch v := d.int("V"); v {
	case 1, 2, 3:
		h.method = cryptRC4
	case 4, 5:
		filter := parseDict(parseDict(d.value("CF").str).value(d.name("StmF")).str)
		switch m := filter.name("CFM"); m {
		case "V2":
			h.method = cryptRC4
		case "AESV2":
			h.method = cryptAES
		case "AESV3":
			h.method = cryptAES256
		case "", "None":
			h.method = cryptNone
		default:
			return nil, unsupported("method " + m)
		}
		h.size = 16
	default:
		return nil, unsupported(fmt.Sprintf("version %d", v))
	}
	if h.size < 5 || h.size > 16 {
		h.size = 5
	}
	if h.revision == 2 {
		h.size = 5
	}
	if h.revision < 2 || h.revision > 6 || len(h.o) < 32 || len(h.u) < 32 {
		return nil, unsupported(fmt.Sprintf("revision %d", h.revision))
	}
	return h, nil
}

// open finds the key, with password as that of the user or of the owner, and
// else with none.
func (h *handler) open(password string) bool {
	for _, p := range []string{password, ""} {
		if h.revision >= 5 {
			if h.open256([]byte(p)) {
				return true
			}
			continue
		}
		pw := padded(p)
		if h.openUser(pw) || h.openUser(h.userPassword(pw)) {
			return true
		}
	}
	return false
}

var passwordPad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// padded returns a password in Latin-1, filled up or cut to 32 bytes.
func padded(password string) []byte {
	var b []byte
	for _, r := range password {
		b = append(b, byte(r))
	}
	return append(b, passwordPad...)[:32]
}

// openUser tries a padded user password (algorithms 2, 4 and 5).
func (h *handler) openUser(pw []byte) bool {
	m := md5.New()
	m.Write(pw)
	m.Write(h.o[:32])
	m.Write(binary.LittleEndian.AppendUint32(nil, h.permissions))
	m.Write(h.id)
	if h.revision >= 4 && h.plainMetadata {
		m.Write([]byte("\xff\xff\xff\xff"))
	}
	key := m.Sum(nil)
	if h.revision >= 3 {
		for range 50 {
			sum := md5.Sum(key[:h.size])
			key = sum[:]
		}
	}
	key = key[:h.size]
	if h.revision == 2 {
		check := bytes.Clone(passwordPad)
		rc4Crypt(key, check)
		h.key = key
		return bytes.Equal(check, h.u[:32])
	}
	sum := md5.Sum(append(bytes.Clone(passwordPad), h.id...))
	check := sum[:]
	for i := range 20 {
		rc4Crypt(xored(key, byte(i)), check)
	}
	h.key = key
	return bytes.Equal(check, h.u[:16])
}

// userPassword returns the padded user password that an owner's padded
// password gives (algorithm 7).
func (h *handler) userPassword(owner []byte) []byte {
	sum := md5.Sum(owner)
	key := sum[:]
	if h.revision >= 3 {
		for range 50 {
			sum := md5.Sum(key)
			key = sum[:]
		}
	}
	key = key[:h.size]
	pw := bytes.Clone(h.o[:32])
	if h.revision == 2 {
		rc4Crypt(key, pw)
		return pw
	}
	for i := 19; i >= 0; i-- {
		rc4Crypt(xored(key, byte(i)), pw)
	}
	return pw
}

// open256 tries a password of revision 5 or 6 (ISO 32000-2, algorithm 2.A).
func (h *handler) open256(pw []byte) bool {
	if len(h.o) < 48 || len(h.u) < 48 || len(h.oe) < 32 || len(h.ue) < 32 {
		return false
	}
	pw = pw[:min(len(pw), 127)]
	user := h.u[:48]
	unwrap := func(wrapped, key []byte) bool {
		block, err := aes.NewCipher(key)
		if err != nil {
			return false
		}
		h.key = make([]byte, 32)
		cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(h.key, wrapped[:32])
		return true
	}
	switch {
	case bytes.Equal(h.hash(pw, h.o[32:40], user), h.o[:32]):
		return unwrap(h.oe, h.hash(pw, h.o[40:48], user))
	case bytes.Equal(h.hash(pw, h.u[32:40], nil), h.u[:32]):
		return unwrap(h.ue, h.hash(pw, h.u[40:48], nil))
	}
	return false
}

// hash is algorithm 2.B of ISO 32000-2; revision 5 stops after its first step.
func (h *handler) hash(pw, salt, user []byte) []byte {
	sum := sha256.Sum256(bytes.Join([][]byte{pw, salt, user}, nil))
	k := sum[:]
	if h.revision == 5 {
		return k
	}
	for round := 0; ; round++ {
		e := bytes.Repeat(bytes.Join([][]byte{pw, k, user}, nil), 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		mod := 0
		for _, b := range e[:16] {
			mod += int(b)
		}
		switch mod % 3 {
		case 0:
			sum := sha256.Sum256(e)
			k = sum[:]
		case 1:
			sum := sha512.Sum384(e)
			k = sum[:]
		default:
			sum := sha512.Sum512(e)
			k = sum[:]
		}
		if round >= 63 && int(e[len(e)-1]) <= round-31 {
			return k[:32]
		}
	}
}

// stream decrypts the bytes of one stream in place. What AES leaves over is
// filled with blanks.
func (h *handler) stream(num, gen int, body []byte) {
	key := h.key
	switch h.method {
	case cryptNone:
		return
	case cryptRC4, cryptAES:
		b := append(bytes.Clone(key), byte(num), byte(num>>8), byte(num>>16), byte(gen), byte(gen>>8))
		if h.method == cryptAES {
			b = append(b, "sAlT"...)
		}
		sum := md5.Sum(b)
		key = sum[:min(len(key)+5, 16)]
	}
	if h.method == cryptRC4 {
		rc4Crypt(key, body)
		return
	}
	n := (len(body) - aes.BlockSize) / aes.BlockSize * aes.BlockSize
	block, err := aes.NewCipher(key)
	if err != nil || n < 0 {
		return
	}
	iv := bytes.Clone(body[:aes.BlockSize])
	plain := make([]byte, n)
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, body[aes.BlockSize:aes.BlockSize+n])
	if n > 0 {
		if pad := int(plain[n-1]); pad <= aes.BlockSize {
			plain = plain[:n-pad]
		}
	}
	for i := copy(body, plain); i < len(body); i++ {
		body[i] = ' '
	}
}

func rc4Crypt(key, b []byte) {
	if c, err := rc4.NewCipher(key); err == nil {
		c.XORKeyStream(b, b)
	}
}

func xored(key []byte, with byte) []byte {
	out := make([]byte, len(key))
	for i, b := range key {
		out[i] = b ^ with
	}
	return out
}
