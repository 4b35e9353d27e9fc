package opinion_test

import (
	"fmt"

	"penc/opinion"
)

// Twelve people, two minds, three statements: the third is shared.
func ExampleCompute() {
	b := opinion.NewBuilder(12, 3)
	for person := range 12 {
		mind := opinion.Agree
		if person%2 == 1 {
			mind = opinion.Disagree
		}
		b.Vote(person, 0, mind)
		if person > 0 {
			b.Vote(person, 1, -mind)
		}
		b.Vote(person, 2, opinion.Agree)
	}
	r := opinion.Compute(b.Matrix(), opinion.Options{})
	if r.NoMap != nil {
		fmt.Println("no map yet:", r.NoMap.Reason)
		return
	}
	fmt.Println(r.Method, r.K, "groups of", r.Groups[0].Size, "and", r.Groups[1].Size)
	fmt.Println("shared:", r.Agreed[0].Statement, r.Agreed[0].Count, "of", r.Agreed[0].Total)
	for g, group := range r.Groups {
		fmt.Println("group", g, "is known for statement", group.Representative[0].Statement)
	}
	// Output:
	// penc/1 2 groups of 6 and 6
	// shared: 2 12 of 12
	// group 0 is known for statement 1
	// group 1 is known for statement 0
}

// A working group of three is not shown, nor the next smallest that would tell
// by subtraction.
func ExampleTallyByGroup() {
	b := opinion.NewBuilder(30, 1)
	labels := make([]int, 30) // 20 of group 0, 7 of group 1, 3 of group 2
	for person := range 30 {
		b.Vote(person, 0, opinion.Agree)
		switch {
		case person >= 27:
			labels[person] = 2
		case person >= 20:
			labels[person] = 1
		}
	}
	public := opinion.TallyByGroup(b.Matrix(), labels, 3).Public()
	for g, group := range public.Groups[:3] {
		fmt.Println(g, group.Statements[0].Agree, group.Statements[0].Hidden)
	}
	fmt.Println("all", public.All[0].Agree)
	// Output:
	// 0 20 false
	// 1 0 true
	// 2 0 true
	// all 30
}
