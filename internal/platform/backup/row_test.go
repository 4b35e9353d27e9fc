package backup

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRowsLoseNothing(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
	}{
		{nil, "null"},
		{true, "true"},
		{int64(math.MinInt64), "-9223372036854775808"},
		{int64(math.MaxInt64), "9223372036854775807"},
		{0.1, "0.1"},
		{1.0, "1.0"},
		{1e21, "1e+21"},
		{5e-324, "5e-324"},
		{math.MaxFloat64, "1.7976931348623157e+308"},
		{math.Copysign(0, -1), "-0.0"},
		{math.Inf(-1), `{"float":"fff0000000000000"}`},
		{math.Float64frombits(0x7ff8000000000abc), `{"float":"7ff8000000000abc"}`},
		{"", `""`},
		{"é \u2028 \U0010ffff \ufffd <&>", `"é ` + "\u2028 \U0010ffff \ufffd" + ` <&>"`},
		{"a\"b\\c\nd\te\x00f\x7f", `"a\"b\\c\nd\u0009e\u0000f` + "\x7f" + `"`},
		{"\xff\x00", `{"text":"ff00"}`},
		{[]byte{}, `{"bytes":""}`},
		{[]byte("ab"), `{"bytes":"6162"}`},
	} {
		line, err := appendRow(nil, []any{c.value, int64(7)})
		if err != nil || string(line) != "["+c.want+",7]\n" {
			t.Errorf("%#v is written as %q, %v, want %s", c.value, line, err, c.want)
		}
		got := make([]any, 2)
		if err := readRow(bytes.TrimSuffix(line, []byte("\n")), got); err != nil || !equal(got[0], c.value) || got[1] != int64(7) {
			t.Errorf("%#v is read as %#v, %v", c.value, got, err)
		}
	}
}

// equal compares bits, since no number is equal to NaN, and 0 to -0.
func equal(a, b any) bool {
	x, ok := a.(float64)
	y, ok2 := b.(float64)
	if ok && ok2 {
		return math.Float64bits(x) == math.Float64bits(y)
	}
	return reflect.DeepEqual(a, b)
}

func TestRowsWrittenOtherwiseAreRefused(t *testing.T) {
	for _, line := range []string{
		"", "[", "]", "[]", "[1", "1]", "[1]]", "[1,2]", "[1 ]", "[ 1]", "[+1]", "[01]", "[1_0]", "[0x1]", "[1.]", "[.5]", "[1.50]", "[1E5]", "[nan]", "[Inf]",
		"[True]", "[nul]", `["a]`, `["a"`, `["\x"]`, `["\u0041"]`, `["\ud800"]`, `["` + "\xff" + `"]`, "[\"\n\"]", `[{"text":"61"}]`, `[{"text":"FF"}]`,
		`[{"float":"3ff0000000000000"}]`, `[{"float":"7ff0"}]`, `[{"other":"ff"}]`, `[{"text":"ff"]`, `[{"text":1}]`, `[{}]`, `[{"text":"f"}]`, "[99999999999999999999]",
	} {
		if err := readRow([]byte(line), make([]any, 1)); err == nil {
			t.Errorf("%s is taken for a row", line)
		}
	}
}

func TestAnyRowComesBack(t *testing.T) {
	value := rapid.OneOf(
		rapid.Just[any](nil), rapid.Map(rapid.Bool(), anything[bool]), rapid.Map(rapid.Int64(), anything[int64]),
		rapid.Map(rapid.Uint64(), func(b uint64) any { return math.Float64frombits(b) }), rapid.Map(rapid.String(), anything[string]),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) any { return string(b) }), rapid.Map(rapid.SliceOf(rapid.Byte()), anything[[]byte]),
	)
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(value, 1, 8).Draw(t, "row")
		line, err := appendRow(nil, want)
		if err != nil || bytes.Count(line, []byte("\n")) != 1 {
			t.Fatalf("%q, %v", line, err)
		}
		got := make([]any, len(want))
		if err := readRow(line[:len(line)-1], got); err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if !equal(got[i], want[i]) {
				t.Fatalf("%#v became %#v", want[i], got[i])
			}
		}
	})
}

func anything[T any](v T) any { return v }

// FuzzRow holds readRow to what appendRow writes: a line that is taken is written
// again as it was.
func FuzzRow(f *testing.F) {
	f.Add([]byte(`[null,true,-1,0.5,"a\n",{"text":"ff"}]`))
	f.Add([]byte(`["\u0000",{"float":"7ff0000000000000"},{"bytes":""},1e+21,-0.0,""]`))
	f.Fuzz(func(t *testing.T, line []byte) {
		for n := range 7 {
			values := make([]any, n)
			if readRow(line, values) != nil {
				continue
			}
			again, err := appendRow(nil, values)
			if err != nil || strings.TrimSuffix(string(again), "\n") != string(line) {
				t.Fatalf("%q was taken and is written as %q, %v", line, again, err)
			}
		}
	})
}
