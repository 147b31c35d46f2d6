package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
)

// A Ref says where a document lies. It is what travels between workers: a
// document's own bytes never do.
type Ref struct {
	Location string // where it is, however it is named; unique
	Path     string // as it is named
	Rel      string // where its results belong below a folder, with slashes
	Size     int64  // in bytes, -1 when not known
	Archive  string // the file that it lies in, "" for none
	Entry    int    // its number there
	Reason   string // why it cannot be read, "" when it perhaps can
	Hint     string // what to try
}

// A Shard is a run of documents that one worker does in one go.
type Shard struct {
	Refs  []Ref
	First int    // the number of the first document in the archive, from 0
	Fully []bool // in a sample: whether confusions are learned from the document, too
}

// A cutter cuts a list of documents into shards. Where it cuts depends on the
// documents that stand there and not on their number, so that a document more or
// less leaves the other shards as they were, with what was made of them.
type cutter struct {
	mean  int // documents in a shard, about
	bytes int64
	n     int // documents so far
	shard Shard
	emit  func(Shard)
}

// The most that a shard holds, in means and in bytes. A single document may be
// larger.
const (
	mostMeans  = 4
	mostShardB = 16 << 20
)

func (c *cutter) add(r Ref) {
	if len(c.shard.Refs) > 0 && c.bytes+max(r.Size, 0) > mostShardB {
		c.cut()
	}
	if len(c.shard.Refs) == 0 {
		c.shard.First = c.n
	}
	c.n++
	c.shard.Refs = append(c.shard.Refs, r)
	c.bytes += max(r.Size, 0)
	h := fnv.New64a()
	h.Write([]byte(r.Location))
	if h.Sum64()%uint64(c.mean) == 0 || len(c.shard.Refs) >= mostMeans*c.mean {
		c.cut()
	}
}

func (c *cutter) cut() {
	if len(c.shard.Refs) > 0 {
		c.emit(c.shard)
	}
	c.shard, c.bytes = Shard{}, 0
}

// id names the shard by the documents in it.
func (s Shard) id() string {
	text, _ := json.Marshal(s.Refs) // plain fields cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// documentID numbers a document in the tables: 63 bits of the hash of its
// location, so that no worker needs to know of the others.
func documentID(location string) int64 {
	sum := sha256.Sum256([]byte(location))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}
