package ui

import (
	"context"
	"embed"
	"encoding/json"
	"path"
	"strconv"
	"strings"
)

//go:embed i18n/*.json
var wordFiles embed.FS

// Words are the few fixed words that components say on their own, one file per
// language in i18n/. Everything else on a page is handed in already translated.
type Words struct {
	Skip               string   `json:"skip"`
	SiteNav            string   `json:"site-nav"`
	AccountNav         string   `json:"account-nav"`
	LanguageNav        string   `json:"language-nav"`
	Breadcrumb         string   `json:"breadcrumb"`
	Optional           string   `json:"optional"`
	Problem            string   `json:"problem"`
	Error              string   `json:"error"`
	Information        string   `json:"information"`
	Warning            string   `json:"warning"`
	Success            string   `json:"success"`
	SimulatedTitle     string   `json:"simulated-title"`
	SimulatedText      string   `json:"simulated-text"`
	Sources            string   `json:"sources"`
	Source             string   `json:"source"`
	SourceTitleFromURL string   `json:"source-title-from-url"`
	Dispute            string   `json:"dispute"`
	Uncertain          string   `json:"uncertain"`
	NotPublished       string   `json:"not-published"`
	Derived            string   `json:"derived"`
	Stale              string   `json:"stale"`
	StaleLink          string   `json:"stale-link"`
	Today              string   `json:"today"`
	DateUnknown        string   `json:"date-unknown"`
	Agree              string   `json:"agree"`
	Disagree           string   `json:"disagree"`
	Pass               string   `json:"pass"`
	Vote               string   `json:"vote"`
	Voted              string   `json:"voted"`
	Agreed             string   `json:"agreed"`
	VotesNone          string   `json:"votes-none"`
	Votes              string   `json:"votes"`
	Previous           string   `json:"previous"`
	Next               string   `json:"next"`
	Pages              string   `json:"pages"`
	Mine               string   `json:"mine"`
	Theirs             string   `json:"theirs"`
	Copy               string   `json:"copy"`
	Search             string   `json:"search"`
	PartialDate        string   `json:"partial-date"`
	Calendar           string   `json:"calendar"`
	Cancel             string   `json:"cancel"`
	Months             []string `json:"months"`
	Percent            string   `json:"percent"`
}

var wordsByLang = readWords()

func readWords() map[string]Words {
	files, err := wordFiles.ReadDir("i18n")
	if err != nil {
		panic(err)
	}
	all := make(map[string]Words, len(files))
	for _, f := range files {
		raw, err := wordFiles.ReadFile(path.Join("i18n", f.Name()))
		if err != nil {
			panic(err)
		}
		var w Words
		if err := json.Unmarshal(raw, &w); err != nil {
			panic("ui/i18n/" + f.Name() + ": " + err.Error())
		}
		all[strings.TrimSuffix(f.Name(), ".json")] = w
	}
	return all
}

type langKey struct{}

// WithLang says in which language components speak below ctx. The frame calls
// it once per page; an unknown language speaks English.
func WithLang(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, langKey{}, lang)
}

// Lang is the language that WithLang set, "en" if none was.
func Lang(ctx context.Context) string {
	if l, ok := ctx.Value(langKey{}).(string); ok && l != "" {
		return l
	}
	return "en"
}

func say(ctx context.Context) Words {
	if w, ok := wordsByLang[Lang(ctx)]; ok {
		return w
	}
	return wordsByLang["en"]
}

// fill puts named parts into a sentence of the catalogue.
func fill(s string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+pairs[i]+"}", pairs[i+1])
	}
	return s
}

// num writes a coordinate: at most two decimals, no trailing zeros.
func num(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

// pct writes a length as a share of the drawing's width.
func pct(x float64) string { return num(x) + "%" }
