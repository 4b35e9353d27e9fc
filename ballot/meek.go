package ballot

// stvMeek is Meek's method as the reference rule of the Proportional
// Representation Foundation has it: nine decimals, until the surplus is less than
// a millionth. Every elected candidate keeps a part of each vote that reaches
// them, the same of all, and the rest goes on; the parts are lowered until the
// elected have a quota each. The quota falls as votes are exhausted; that of the
// first round is in the result, that of each round beside its tally. Candidates
// who are apart by no more than the surplus that is left are tied for exclusion.
//
// B. L. Meek, "A new approach to the single transferable vote", Voting matters 1,
// 1994 (in French in 1969); I. D. Hill, B. A. Wichmann and D. R. Woodall,
// "Algorithm 123", The Computer Journal 30(3), 1987; PR Foundation, "Reference
// Meek rule", prfound.org, 2010.
func stvMeek(e *Election, o Options) (Result, error) {
	const parts, omega = 1_000_000_000, 1_000
	papers := newPapers(e)
	m := &meek{seating: newSeating(e, o, parts), ballots: papers.valid, keep: make([]int64, e.Items())}
	var err error
	if m.count, m.valid, err = papers.whole(STVMeek, parts); err != nil {
		return Result{}, err
	}
	m.valid *= parts
	m.result.Quota = decimal(m.valid/int64(e.seats+1)+1, parts)
	for i := range m.keep {
		m.keep[i] = parts
	}
	m.end = make([]int32, e.Ballots())
	for b := range m.end {
		m.end[b] = int32(len(e.Marked(b)))
	}
	for len(m.hopeful) > m.seatsLeft() && m.seatsLeft() > 0 {
		surplus, elected := m.settle(omega)
		m.round()
		m.result.Rounds[len(m.result.Rounds)-1].Quota = decimal(m.quota, parts)
		if len(elected) > 0 {
			for _, i := range elected {
				m.elect(Elect, i)
			}
			continue
		}
		low := m.first(m.within(surplus), true)
		m.exclude(low)
		m.keep[low], m.votes[low] = 0, 0
	}
	if len(m.result.Rounds) == 0 {
		m.distribute()
		m.round()
	}
	m.fill()
	return m.finish(), nil
}

type meek struct {
	*seating
	ballots []int32
	count   []int64 // distinct ballot → voters
	end     []int32 // distinct ballot → how many on it are heard
	keep    []int64 // candidate → part of a vote they keep
}

// settle distributes the votes and lowers what the elected keep until somebody
// reaches the quota or hardly any surplus is left. It returns that surplus.
func (m *meek) settle(omega int64) (surplus int64, elected []int) {
	for last := m.valid; ; last = surplus {
		m.distribute()
		total := int64(0)
		for _, v := range m.votes {
			total += v
		}
		m.quota = total/int64(m.e.seats+1) + 1
		if elected = m.reached(); len(elected) > 0 {
			return 0, elected
		}
		surplus = 0
		for _, i := range m.elected {
			surplus += m.votes[i] - m.quota
		}
		if surplus = max(surplus, 0); surplus < omega || surplus >= last {
			return surplus, nil
		}
		for _, i := range m.elected {
			if m.votes[i] == 0 {
				continue // nothing reaches them; there is nothing to lower
			}
			m.keep[i] = mulDiv(mulDiv(m.keep[i], m.quota, m.parts, true), m.parts, m.votes[i], true)
		}
	}
}

// distribute gives each vote to the candidates on the paper in turn, to each the
// part they keep of what has come down to them. Where that comes to a place which
// several share who are still in, the paper ends there for good: were it to go on
// once one of them is excluded, votes would come back, and the quota could rise.
func (m *meek) distribute() {
	clear(m.votes)
	for _, b := range m.ballots {
		items, places := m.e.Marked(int(b))[:m.end[b]], m.e.Places(int(b))
		rest := m.parts
		for j := 0; j < len(items) && rest > 0; {
			begin, keeper, in := j, noOne, 0
			for ; j < len(items) && places[j] == places[begin]; j++ {
				if m.keep[items[j]] > 0 {
					keeper = int(items[j])
					in++
				}
			}
			if in > 1 {
				m.end[b] = int32(begin)
				break
			}
			if in == 1 {
				kept := (rest*m.keep[keeper] + m.parts - 1) / m.parts
				m.votes[keeper] += kept * m.count[b]
				rest -= kept
			}
		}
	}
}

// within returns the hopefuls who are no more than the surplus above the lowest.
func (m *meek) within(surplus int64) []int {
	low := m.votes[extreme(m.hopeful, m.votes, false)[0]]
	var out []int
	for _, i := range m.hopeful {
		if m.votes[i] <= low+surplus {
			out = append(out, i)
		}
	}
	return out
}
