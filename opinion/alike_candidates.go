package opinion

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync"
)

// A sheetPair is two sheets (a < b), or one that several people handed in
// (a = b), with what they have in common.
type sheetPair struct{ a, b, common, same int32 }

const (
	// allPairsWork is the number of words up to which all pairs are compared.
	allPairsWork = 60_000_000
	// bands is the number of keys by which two sheets can meet: sheets of
	// likeness l meet by a key of r hashes with l^r.
	bands = 12
	// mates is how many sheets are expected to meet by chance under one key.
	mates = 4.0
	// deputies stand for all sheets with one key: the others are compared with
	// these only, so that thousands of copies cost no more than thousands of
	// comparisons.
	deputies = 6
	// samples is the number of pairs drawn to learn how alike sheets are in
	// what they answered.
	samples = 50_000
)

// candidates returns pairs of sheets that are alike in at least alikeMatch of at
// least alikeVotes common statements, sorted: all of them where there are few
// sheets, else those that meet under a key of hashes.
func (s *sheets) candidates(seed uint64) []sheetPair {
	n, words := len(s.rows), (s.m.cols+63)/64
	var out []sheetPair
	if n*n/2*words <= allPairsWork {
		out = s.allPairs(words)
	} else {
		out = s.keyed(seed)
	}
	for k, p := range s.people {
		if v := int32(len(s.rows[k])); len(p) > 1 {
			out = append(out, sheetPair{int32(k), int32(k), v, v})
		}
	}
	return out
}

// near reports whether a pair is worth judging.
func (p sheetPair) near() bool {
	return p.common >= alikeVotes && float64(p.same) >= float64(alikeMatch*float64(p.common))
}

// allPairs compares all pairs, 64 statements at a time.
func (s *sheets) allPairs(words int) []sheetPair {
	n := len(s.rows)
	room := make([]uint64, n*words*3) // a row: words of disagree, pass, agree
	for k, row := range s.rows {
		for _, c := range row {
			room[(k*words+int(c/3/64))*3+int(c%3)] |= 1 << (c / 3 % 64)
		}
	}
	size := words * 3
	found := make([][]sheetPair, n)
	inParallel(n, func(a int) {
		x := room[a*size : (a+1)*size]
		for b := a + 1; b < n; b++ {
			y := room[b*size : (b+1)*size]
			common, same := 0, 0
			for w := 0; w+2 < len(x) && w+2 < len(y); w += 3 {
				same += bits.OnesCount64(x[w]&y[w] | x[w+1]&y[w+1] | x[w+2]&y[w+2])
				common += bits.OnesCount64((x[w] | x[w+1] | x[w+2]) & (y[w] | y[w+1] | y[w+2]))
			}
			p := sheetPair{int32(a), int32(b), int32(common), int32(same)}
			if p.near() {
				found[a] = append(found[a], p)
			}
		}
	})
	return slices.Concat(found...)
}

// keyed finds pairs by locality-sensitive hashing (signed min-hash in bands):
// the least hash among the votes of a sheet is the same for two sheets with a
// probability that is their likeness, the votes they share over those of either.
func (s *sheets) keyed(seed uint64) []sheetPair {
	width := s.keyWidth(seed)
	found := make([][]uint64, bands)
	var wait sync.WaitGroup
	for worker := range 2 {
		wait.Go(func() {
			for band := worker; band < bands; band += 2 {
				found[band] = s.meet(width, seed, band)
			}
		})
	}
	wait.Wait()
	all := slices.Concat(found...)
	slices.Sort(all)
	all = slices.Compact(all)
	pairs := make([]sheetPair, len(all))
	inParallel(len(all), func(k int) {
		a, b := int32(all[k]>>32), int32(all[k]&0xffffffff)
		common, same := compareSheets(s.rows[a], s.rows[b])
		pairs[k] = sheetPair{a, b, int32(common), int32(same)}
	})
	return slices.DeleteFunc(pairs, func(p sheetPair) bool { return !p.near() })
}

// keyWidth returns the least number of hashes in a key with which a sheet meets
// no more than mates others by chance.
func (s *sheets) keyWidth(seed uint64) int {
	rng := rand.New(rand.NewPCG(seed, 0x6b657973))
	n := len(s.rows)
	const draws = 4_000
	var like [draws]float64
	for k := range like {
		a, b := s.rows[rng.IntN(n)], s.rows[rng.IntN(n)]
		_, same := compareSheets(a, b)
		like[k] = likeness(same, len(a), len(b))
	}
	width := 3
	for ; width < 12; width++ {
		sum := 0.0
		for _, l := range like {
			p := l
			for range width - 1 {
				p = float64(p * l)
			}
			sum += p
		}
		// Like with like is drawn once in n.
		if float64(sum/draws*float64(n)) <= mates+1 {
			break
		}
	}
	return width
}

// meet returns the pairs that have the same key in a band, as a<<32 | b.
func (s *sheets) meet(width int, seed uint64, band int) []uint64 {
	stride := (width + 3) / 4 * 4 // four at a time; those beyond width say nothing
	table := make([]uint32, 3*s.m.cols*stride)
	for c := range 3 * s.m.cols {
		for k := range width {
			table[c*stride+k] = uint32(mix(seed^mix(uint64(band*64+k)<<32|uint64(c))) >> 32)
		}
	}
	shift := bits.Len(uint(len(s.rows)))
	keys := make([]uint64, len(s.rows))
	least := make([]uint32, stride)
	for i, row := range s.rows {
		leastHashes(least, row, table)
		key := uint64(0)
		for _, h := range least[:width] {
			key = mix(key ^ uint64(h))
		}
		keys[i] = key>>shift<<shift | uint64(i)
	}
	slices.Sort(keys)
	var out []uint64
	mask := uint64(1)<<shift - 1
	for from := 0; from < len(keys); {
		to := from + 1
		for to < len(keys) && keys[to]>>shift == keys[from]>>shift {
			to++
		}
		for x := from; x < min(from+deputies, to); x++ {
			for y := x + 1; y < to; y++ {
				out = append(out, (keys[x]&mask)<<32|keys[y]&mask)
			}
		}
		from = to
	}
	return out
}

// leastHashes fills least with the least of each hash over the votes of a row.
func leastHashes(least []uint32, row []int32, table []uint32) {
	stride := len(least)
	for k := range least {
		least[k] = 1<<32 - 1
	}
	for _, c := range row {
		t := table[int(c)*stride:][:stride]
		for k := 0; k+4 <= stride; k += 4 {
			l, h := (*[4]uint32)(least[k:]), (*[4]uint32)(t[k:])
			l[0], l[1] = min(l[0], h[0]), min(l[1], h[1])
			l[2], l[3] = min(l[2], h[2]), min(l[3], h[3])
		}
	}
}

// choices are how alike pairs of sheets are in what they answered, whatever they
// said (statements in common over statements of either), ascending: of all pairs
// where they are few, else of pairs drawn by chance.
func (s *sheets) choices(seed uint64) []float64 {
	n := len(s.rows)
	if n*(n-1)/2 <= samples {
		out := make([]float64, 0, n*(n-1)/2)
		for a := range s.rows {
			for b := range a {
				out = append(out, s.choice(a, b))
			}
		}
		slices.Sort(out)
		return out
	}
	rng := rand.New(rand.NewPCG(seed, 0x63686f69))
	out := make([]float64, samples)
	for k := range out {
		a, b := rng.IntN(n), rng.IntN(n-1)
		if b >= a {
			b++
		}
		out[k] = s.choice(a, b)
	}
	slices.Sort(out)
	return out
}

// choice returns how alike two sheets are in what they answered.
func (s *sheets) choice(a, b int) float64 {
	common, _ := compareSheets(s.rows[a], s.rows[b])
	return likeness(common, len(s.rows[a]), len(s.rows[b]))
}

// likeness returns what two sets have in common over what either has.
func likeness(common, a, b int) float64 { return float64(common) / float64(a+b-common) }
