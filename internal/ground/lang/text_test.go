package lang

import "testing"

func both(fr, en string) map[Tag]string { return map[Tag]string{French: fr, English: en} }

func TestATranslationGoesOutOfDateWhenItsOriginalChanges(t *testing.T) {
	text := Of(French, both("eau", "water"))
	if text.Stale(English) || text.Stale(French) {
		t.Fatal("a fresh text is out of date")
	}
	text = text.Revise(French, both("eau potable", "water"))
	if !text.Stale(English) {
		t.Fatal("the original changed and the translation did not notice")
	}
	if text.Stale(French) {
		t.Error("the original is out of date with itself")
	}
	if still := text.Revise(French, nil, English); still.Stale(English) {
		t.Error("confirmed as still right, and out of date all the same")
	}
	if again := text.Revise(French, both("eau potable", "drinking water")); again.Stale(English) {
		t.Error("translated anew, and out of date all the same")
	}
}

func TestBothWordingsSavedAtOnceAgree(t *testing.T) {
	text := Of(French, both("a", "b")).Revise(English, both("c", "d"))
	if text.From != French || text.Stale(English) {
		t.Errorf("%+v", text)
	}
}

func TestTheOriginalMayGo(t *testing.T) {
	text := Of(French, both("eau", "water")).Revise(French, both("", "water"))
	if text.Original() != English || text.Has(French) || text.Stale(English) {
		t.Errorf("%+v", text)
	}
	if words, l := text.In(French); words != "water" || l != English {
		t.Errorf("%q in %s", words, l)
	}
	if gone := text.Revise(French, both("", "")); !gone.Empty() || gone.From != "" {
		t.Errorf("%+v", gone)
	}
}

func TestClean(t *testing.T) {
	if got := Clean(" a\r\nb\rc \n"); got != "a\nb\nc" {
		t.Errorf("%q", got)
	}
}
