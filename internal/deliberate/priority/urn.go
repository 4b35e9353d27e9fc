package priority

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"time"

	"penc/internal/ground/fault"
	"penc/internal/ground/ref"
	"penc/opinion"
)

// A Via says how a vote came.
type Via string

// The ways by which votes come.
const (
	InHall  Via = "hall"  // from somebody who was present, in the room or remotely
	FromFar Via = "far"   // from a member who was not, by a link or signed in
	OnPaper Via = "paper" // on paper, typed in by a facilitator
)

// Voted notes that somebody voted, and nothing of what.
type Voted struct {
	Ballot      ref.ID    `json:"-"`
	Participant ref.ID    `json:"participant"`
	Via         Via       `json:"via"`
	At          time.Time `json:"-"`
}

// A Slip is one paper as it is counted. Voter stands on the papers of open
// ballots, Key on those of secret ones.
type Slip struct {
	Voter ref.ID `json:"-"`
	Key   string `json:"key,omitempty"`
	Group ref.ID `json:"group,omitempty"` // the stakeholder group, where the paper says it
	Marks Marks  `json:"marks"`
}

// An Urn holds the papers of a secret ballot in the order of their keys, which
// are random. Typed counts those that came on paper.
type Urn struct {
	Slips []Slip `json:"slips"`
	Typed int    `json:"typed,omitempty"`
}

func (u Urn) index(key string) (int, bool) {
	return slices.BinarySearchFunc(u.Slips, key, func(s Slip, key string) int { return cmp.Compare(s.Key, key) })
}

// Put returns the urn with a paper in it, in the place of one with the same key.
func (u Urn) Put(s Slip) Urn {
	i, there := u.index(s.Key)
	u.Slips = slices.Clone(u.Slips)
	if there {
		u.Slips[i] = s
	} else {
		u.Slips = slices.Insert(u.Slips, i, s)
	}
	return u
}

// Get returns the paper with a key; false if there is none.
func (u Urn) Get(key string) (Slip, bool) {
	if i, ok := u.index(key); ok {
		return u.Slips[i], true
	}
	return Slip{}, false
}

// Take returns the urn without the paper with a key.
func (u Urn) Take(key string) Urn {
	if i, ok := u.index(key); ok {
		u.Slips = slices.Delete(slices.Clone(u.Slips), i, i+1)
	}
	return u
}

// Shut returns the urn as it stays when the ballot is over: no paper can be found
// by its voter any more, and none names a group of which too few voted.
func (u Urn) Shut(chance []byte) Urn {
	groups := map[ref.ID]int{}
	for _, s := range u.Slips {
		groups[s.Group]++
	}
	unsaid := small(groups)
	out := Urn{Typed: u.Typed, Slips: slices.Clone(u.Slips)}
	for i := range out.Slips {
		s := &out.Slips[i]
		s.Key = seal(forShuffle, hex.EncodeToString(chance)+s.Key)
		if unsaid[s.Group] {
			s.Group = ""
		}
	}
	slices.SortFunc(out.Slips, func(a, b Slip) int { return cmp.Compare(a.Key, b.Key) })
	for i := range out.Slips {
		out.Slips[i].Key = ""
	}
	return out
}

// small returns the groups that must not be told apart, by the one rule on
// figures about few people. The empty group is those who named none.
func small(groups map[ref.ID]int) map[ref.ID]bool {
	var order []ref.ID
	for g := range groups {
		order = append(order, g)
	}
	slices.Sort(order)
	cells := make([]int, len(order))
	for i, g := range order {
		cells[i] = groups[g]
	}
	hidden, all := opinion.Suppress(cells)
	out := map[ref.ID]bool{}
	for i, g := range order {
		out[g] = all || hidden[i]
	}
	return out
}

// classes returns the groups that a secret paper may name, out of the people who
// can vote when the ballot is opened.
func classes(people map[ref.ID]int) []ref.ID {
	unsaid := small(people)
	var out []ref.ID
	for g, n := range people {
		if g != "" && n > 0 && !unsaid[g] {
			out = append(out, g)
		}
	}
	slices.Sort(out)
	return out
}

// May decides whether somebody who voted by a way may vote again by another:
// whoever voted on paper has voted.
func (v Voted) May(again Via) error {
	if v.Via == OnPaper && again != OnPaper {
		return fault.New(fault.Closed, "", "priority.paper.on-paper")
	}
	return nil
}

// A purpose is what a secret is good for. A secret of one purpose is worthless for
// every other, because the purpose is hashed with it.
type purpose string

const (
	forLink    purpose = "priority link"    // votes in one ballot without signing in
	forPaper   purpose = "priority paper"   // finds one's own paper in the urn
	forShuffle purpose = "priority shuffle" // the order of papers when the ballot is over
)

// secretBytes is the chance in a secret: 160 bits, 32 characters.
const secretBytes = 20

var alphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// spell returns chance as a secret that can stand in an address.
func spell(chance []byte) string { return alphabet.EncodeToString(chance) }

// seal returns what is kept of a secret: its hash under its purpose.
func seal(p purpose, secret string) string {
	sum := sha256.Sum256([]byte(string(p) + "\x00" + secret))
	return hex.EncodeToString(sum[:])
}

// paperKey returns the key of a voter's paper: only who holds the secret of their
// browser can say it, and only for themselves.
func paperKey(ballot, participant ref.ID, secret string) string {
	return seal(forPaper, string(ballot)+"\x00"+string(participant)+"\x00"+secret)[:32]
}
