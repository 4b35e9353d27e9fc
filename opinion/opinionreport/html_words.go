package opinionreport

import (
	"fmt"
	"strconv"
	"strings"

	"penc/opinion"
)

// Languages are the languages in which a report can be had.
var Languages = []string{"en", "fr"}

// words are the sentences of a report in one language. Parts in braces are filled
// in. Where a number decides, the form for one stands before the bar and that for
// others behind it.
type words struct {
	Lang string

	People, Votes, Statements, Groups string // noun phrases with {n}
	Open, Close                       string // around a quotation
	And                               string // before the last of a list

	Untitled, Kicker       string
	Basis                  string
	GroupsLead, OneGroup   string
	GroupPart              string
	CloudLead, NoMapLead   string
	Classes                string
	MostUniting, MostSplit string

	TooFewPeople, TooFewStatements, TooFewVotes, NoDifferences string
	NoPattern, NoStableGroups, NoClearNumber                   string

	Map, HowToRead, Outlines, Rim, Axes, Cloud, NoPlaces string
	MapTable, Group, GroupOf, Size, Share, Where         string
	GroupSentence, GroupTypical                          string
	Places                                               string // nine, with bars between
	Key                                                  string

	GroupsTitle, TypicalOf, NoTypical, Side, Agrees, Disagrees string
	ThisGroup, OtherGroups, Difference                         string
	TypicalNote                                                string

	Unites, UnitesText, UnitesNone, UnitesAgree, UnitesDisagree      string
	Divides, DividesText, DividesNone                                string
	CloudUnites, CloudAgree, CloudDisagree, CloudUndecided, CloudFew string
	Undecided, UndecidedText, UndecidedNone                          string
	Few, FewText                                                     string
	Number, Ranked, Apart, ForAgainst, Everybody                     string
	AgreeShare, DisagreeShare, Intervals, More                       string
	FewCell, FewNote, Absent                                         string

	Declared, DeclaredText, DeclaredTable      string
	Undeclared, BalancedTable, Balanced, Least string
	BalancedText                               string

	Unplaced, UnplacedShort, UnplacedText, UnplacedNone, Moderated string

	Alike, AlikeNone, AlikeText, AlikeFew, AlikeNote string
	AlikeGroups, AlikeSame, AlikeMoves, AlikeStay    string
	AlikeTable, RankNow, RankThen                    string

	Sure, SureText, SureNone, SurePolis, SureTable     string
	HowMany, Silhouette, Stability, Again, Probability string
	NoGroups, SureNote                                 string

	How, Method, Seed, InputDigest             string
	DocumentDigest, Command, Rests, DigestNote string
	Formulas                                   string
	Steps, StepsPolis                          []string
}

var english = words{
	Lang:   "en",
	People: "{n} person|{n} people", Votes: "{n} vote|{n} votes", Statements: "{n} statement|{n} statements",
	Groups: "{n} opinion group|{n} opinion groups",
	Open:   "“", Close: "”", And: " and ",

	Untitled: "A conversation", Kicker: "Map of opinion",
	Basis:       "{votes} by {people} on {statements}.",
	GroupsLead:  "{placed} stand in {groups}: {parts}.",
	OneGroup:    "{placed} stand on one point: they voted alike.",
	GroupPart:   "{letter} with {n} ({share})",
	CloudLead:   "No groups are shown. {why}",
	NoMapLead:   "There is no map. {why}",
	Classes:     "Statements that unite: {unites}; that divide: {divides}; undecided: {undecided}; with too few votes to tell: {few}.",
	MostUniting: "What unites most: {text}", MostSplit: "What divides most: {text}",

	TooFewPeople:     "A map needs {need} people with enough votes; there are {have}.",
	TooFewStatements: "A map needs votes on {need} statements; there are votes on {have}.",
	TooFewVotes:      "A map needs {need} votes; there are {have}.",
	NoDifferences:    "People voted so much alike that nothing tells them apart.",
	NoPattern:        "Votes dealt out by chance would spread people as much, so groups are not looked for.",
	NoStableGroups:   "People differ, but not in groups that would be found again with a few people less.",
	NoClearNumber:    "People differ in groups, but one group more or fewer is nearly as likely.",

	Map:       "The map",
	HowToRead: "People who vote alike stand close together. The larger a mark, the more people stand there.",
	Outlines:  "A mark has the sign of the group with most people there. A line surrounds the places where nine tenths of a group stand.",
	Rim:       "Up to {n} people stand much further out; short lines at the rim show in which direction.",
	Axes:      "Left and right, up and down have no meaning of their own. The two directions of the map hold {x} and {y} of all differences between votes.",
	Cloud:     "There are no groups, so that all marks have one sign.",
	NoPlaces:  "Nobody can be placed.",
	MapTable:  "The map in figures", Group: "Group", GroupOf: "Group {letter}", Size: "People", Share: "Share", Where: "Place on the map",
	GroupSentence: "Group {letter}: {people}, {share} of those placed; {place}.",
	GroupTypical:  "Most typical: {side} {text}",
	Places:        "in the middle|on the right|at the upper right|at the top|at the upper left|on the left|at the lower left|at the bottom|at the lower right",
	Key:           "People",

	GroupsTitle: "The groups", TypicalOf: "What is typical of group {letter}", NoTypical: "No statement sets this group apart from the others.",
	Side: "Side", Agrees: "agrees", Disagrees: "disagrees", ThisGroup: "Group {letter}", OtherGroups: "Other groups", Difference: "Difference, points",
	TypicalNote: "Statements on which the group differs most from all others together. Shares are of those who take the side.",

	Unites: "What unites", UnitesText: "More than half of every group take the same side, with a probability of 95% in each.",
	UnitesNone:  "No statement unites all groups so far.",
	UnitesAgree: "Statements that every group agrees with", UnitesDisagree: "Statements that every group disagrees with",
	CloudUnites: "More than half of those who voted take the same side, with a probability of 95%.",
	CloudAgree:  "Statements that most agree with", CloudDisagree: "Statements that most disagree with",
	CloudUndecided: "There are enough votes, and neither can be said. The statements that come nearest to agreement come first.",
	CloudFew:       "{statements} with fewer than {n} votes, of which nothing can be said. Every figure is in the JSON document.",
	Divides:        "What divides", DividesText: "More than half of one group agree and more than half of another disagree, with a probability of 95% in each. The widest gap comes first.",
	DividesNone: "No statement divides two groups for certain so far.",
	Undecided:   "What is undecided", UndecidedText: "Every group has enough votes, and neither can be said. The statements that come nearest to agreement in all groups come first.",
	UndecidedNone: "No statement with enough votes is left undecided.",
	Few:           "Too few votes", FewText: "On {statements}, a group has fewer than {n} votes, so that nothing can be said of all groups. Every figure is in the JSON document.",
	Number: "No. {id}", Ranked: "rank {place} ({low} to {high})",
	Apart: "{more} and {less} lie {gap} points apart ({low} to {high})", ForAgainst: "{more} for, {less} against",
	Everybody:  "All",
	AgreeShare: "{what}: who agree, %", DisagreeShare: "{what}: who disagree, %",
	Intervals: "Small figures are 90% intervals: with a probability of 90% the true share lies between the two. The pale bar is the share, the dark one the interval.",
	More:      "{statements} more of this kind are in the JSON document.",
	FewCell:   "few", FewNote: "Figures about 1 to 4 people are left out, and others with which they could be worked out.", Absent: "{people} declared a group and did not vote.",

	Declared: "Declared groups", DeclaredText: "Groups that people declared themselves, whatever their opinion.",
	DeclaredTable: "Declared groups and opinion groups", Undeclared: "None declared",
	BalancedTable: "Agreement balanced over declared groups", Balanced: "balanced {value} ({low} to {high})",
	Least:        "least favourable: {name}",
	BalancedText: "Here every declared group counts by its weight and not by its size: the balanced agreement is the weighted geometric mean of the groups’ shares, so that no group is outvoted by a larger one. The highest come first.",

	Unplaced: "Who could not be placed", UnplacedShort: "Not placed",
	UnplacedText: "{people} voted too little to be placed. A place needs {n} votes, or all statements where there are fewer. Their votes count in the figures of everybody and in no group.",
	UnplacedNone: "Everybody who voted is placed.",
	Moderated:    "Statements moderated out or about the people who vote, which the map does not use: {n}.",

	Alike:       "Accounts that vote alike",
	AlikeNone:   "No account votes so much like another that chance would not explain it. {n} account with ten votes or more was compared.|No account votes so much like another that chance would not explain it. {n} accounts with ten votes or more were compared.",
	AlikeText:   "Of {checked} accounts with ten votes or more, {accounts} vote like another far beyond chance.",
	AlikeFew:    "a few",
	AlikeNote:   "That accuses nobody: a couple at one screen, somebody who came twice, a voting guide and one hand with many accounts look the same in votes.",
	AlikeGroups: "If each set of them counted as one account, {groups} would be found.",
	AlikeSame:   "If each set of them counted as one account, the number of groups would stay.",
	AlikeMoves:  "These statements would then have another rank among all by agreement across the groups.",
	AlikeStay:   "No statement would then have another rank.",
	AlikeTable:  "Ranks if accounts that vote alike counted as one", RankNow: "Rank", RankThen: "Rank then",

	Sure:      "How many groups, and how sure",
	SureText:  "With other people of the same kind, {groups} would be found with a probability of {p}.",
	SureNone:  "With other people of the same kind, no number of groups would be stable with a probability of {p}.",
	SurePolis: "This method takes the number of groups with the best silhouette and does not say how sure that is.",
	SureTable: "Numbers of groups that were tried", HowMany: "Groups", Silhouette: "Separation", Stability: "Stability", Again: "Found again", Probability: "Probability",
	NoGroups: "none",
	SureNote: "Separation is the mean silhouette, from −1 to 1. Stability is the mean adjusted Rand index with the groups found when people are left out, 1 for the same groups. Found again is how often these were found.",

	How: "How this was computed", Method: "Method", Seed: "Seed", InputDigest: "Digest of the votes", DocumentDigest: "Digest of the JSON document",
	Command: "The command that reproduces it", Rests: "Rests on",
	DigestNote: "Both are SHA-256: of a line “participant,statement,vote” for the last vote of each pair, sorted; and of the canonical JSON (RFC 8785) without its own digest. The same votes give the same bytes on every computer.",
	Formulas:   "In words",
	Steps: []string{
		"A vote is −1, 0 or 1; what somebody did not vote on is left out and not counted as 0.",
		"The mean vote of each statement is taken away. The two directions W in which people then differ most are the principal components.",
		"A person’s place is (W′W + Λ)⁻¹W′a, from their own votes a: who voted little stands nearer to the middle.",
		"Groups are found by k-means for 2 to 5 groups, from many starts, and again with people left out. Shown is the number that is well separated among those that are found again. If none is, no groups are shown.",
		"The share of a side is (count + 1) / (votes + 2). Its interval is that of the beta distribution with count + 1 and votes − count + 1. A pass is a vote for neither side.",
		"Statements are ranked by the product of the shares that agree in each group, so that a statement is high only where every group agrees.",
		"A statement is typical of a group when the group takes a side more often than the others: by the ratio of the two shares and the tests of both.",
	},
	StepsPolis: []string{
		"This is the method of Polis: a vote not cast counts as the mean of its statement, and the first two principal components are found by power iteration.",
		"A person’s place is the sum over their votes, times the square root of the number of statements over the number of their votes.",
		"People are gathered in at most 100 base clusters, and these in 2 to 5 groups by k-means; the number with the best mean silhouette is taken. Another order of the same votes can give other groups.",
		"The share of a side is (count + 1) / (votes + 2). Its interval is that of the beta distribution with count + 1 and votes − count + 1. A pass is a vote for neither side.",
		"Statements are ranked by the product of the shares that agree in each group, so that a statement is high only where every group agrees.",
	},
}

var french = words{
	Lang:   "fr",
	People: "{n} personne|{n} personnes", Votes: "{n} vote|{n} votes", Statements: "{n} énoncé|{n} énoncés",
	Groups: "{n} groupe d’opinion|{n} groupes d’opinion",
	Open:   "« ", Close: " »", And: " et ",

	Untitled: "Une conversation", Kicker: "Carte des opinions",
	Basis:       "{votes} de {people} sur {statements}.",
	GroupsLead:  "{placed} sur la carte, en {groups} : {parts}.",
	OneGroup:    "{placed} au même point de la carte : elles ont voté de la même façon.",
	GroupPart:   "{letter} avec {n} ({share})",
	CloudLead:   "Aucun groupe n’est montré. {why}",
	NoMapLead:   "Il n’y a pas de carte. {why}",
	Classes:     "Énoncés qui rassemblent : {unites} ; qui divisent : {divides} ; indécis : {undecided} ; trop peu votés pour en juger : {few}.",
	MostUniting: "Ce qui rassemble le plus : {text}", MostSplit: "Ce qui divise le plus : {text}",

	TooFewPeople:     "Une carte demande {need} personnes ayant assez voté ; il y en a {have}.",
	TooFewStatements: "Une carte demande des votes sur {need} énoncés ; il y en a sur {have}.",
	TooFewVotes:      "Une carte demande {need} votes ; il y en a {have}.",
	NoDifferences:    "Les votes se ressemblent tant que rien ne distingue les personnes.",
	NoPattern:        "Des votes distribués au hasard écarteraient autant les personnes : on ne cherche donc pas de groupes.",
	NoClearNumber:    "Les opinions diffèrent par groupes, mais un groupe de plus ou de moins est presque aussi probable.",
	NoStableGroups:   "Les opinions diffèrent, mais pas en groupes que l’on retrouverait avec quelques personnes de moins.",

	Map:       "La carte",
	HowToRead: "Les personnes qui votent de façon proche se tiennent près l’une de l’autre. Plus un signe est grand, plus elles sont nombreuses à cet endroit.",
	Outlines:  "Un signe a la forme du groupe qui y est le plus nombreux. Une ligne entoure les endroits où se tiennent neuf dixièmes d’un groupe.",
	Rim:       "Jusqu’à {n} personnes se tiennent bien plus loin ; de petits traits au bord indiquent dans quelle direction.",
	Axes:      "La gauche et la droite, le haut et le bas n’ont pas de sens en eux-mêmes. Les deux directions de la carte portent {x} et {y} de toutes les différences entre les votes.",
	Cloud:     "Il n’y a pas de groupes : tous les signes ont la même forme.",
	NoPlaces:  "Personne ne peut être placé.",
	MapTable:  "La carte en chiffres", Group: "Groupe", GroupOf: "Groupe {letter}", Size: "Personnes", Share: "Part", Where: "Place sur la carte",
	GroupSentence: "Groupe {letter} : {people}, {share} de celles qui sont placées ; {place}.",
	GroupTypical:  "Le plus typique : {side} {text}",
	Places:        "au milieu|à droite|en haut à droite|en haut|en haut à gauche|à gauche|en bas à gauche|en bas|en bas à droite",
	Key:           "Personnes",

	GroupsTitle: "Les groupes", TypicalOf: "Ce qui est typique du groupe {letter}", NoTypical: "Aucun énoncé ne distingue ce groupe des autres.",
	Side: "Côté", Agrees: "d’accord", Disagrees: "pas d’accord", ThisGroup: "Groupe {letter}", OtherGroups: "Autres groupes", Difference: "Écart, points",
	TypicalNote: "Les énoncés sur lesquels le groupe diffère le plus de tous les autres réunis. Les parts sont celles des personnes de ce côté.",

	Unites: "Ce qui rassemble", UnitesText: "Plus de la moitié de chaque groupe est du même côté, avec une probabilité de 95 % dans chacun.",
	UnitesNone:  "À ce jour, aucun énoncé ne rassemble tous les groupes.",
	UnitesAgree: "Énoncés avec lesquels chaque groupe est d’accord", UnitesDisagree: "Énoncés que chaque groupe rejette",
	CloudUnites: "Plus de la moitié de celles et ceux qui ont voté sont du même côté, avec une probabilité de 95 %.",
	CloudAgree:  "Énoncés avec lesquels la plupart sont d’accord", CloudDisagree: "Énoncés que la plupart rejettent",
	CloudUndecided: "Il y a assez de votes, et on ne peut dire ni l’un ni l’autre. Les énoncés les plus proches d’un accord viennent en premier.",
	CloudFew:       "{statements} avec moins de {n} votes, dont on ne peut rien dire. Tous les chiffres sont dans le document JSON.",
	Divides:        "Ce qui divise", DividesText: "Plus de la moitié d’un groupe est d’accord et plus de la moitié d’un autre ne l’est pas, avec une probabilité de 95 % dans chacun. L’écart le plus grand vient en premier.",
	DividesNone: "À ce jour, aucun énoncé ne divise à coup sûr deux groupes.",
	Undecided:   "Ce qui est indécis", UndecidedText: "Chaque groupe a assez de votes, et on ne peut dire ni l’un ni l’autre. Les énoncés les plus proches d’un accord de tous les groupes viennent en premier.",
	UndecidedNone: "Aucun énoncé ayant assez de votes ne reste indécis.",
	Few:           "Trop peu de votes", FewText: "Sur {statements}, un groupe a moins de {n} votes : on ne peut rien dire de tous les groupes. Tous les chiffres sont dans le document JSON.",
	Number: "N° {id}", Ranked: "rang {place} ({low} à {high})",
	Apart: "{more} et {less} à {gap} points l’un de l’autre ({low} à {high})", ForAgainst: "{more} pour, {less} contre",
	Everybody:  "Tous",
	AgreeShare: "{what} : d’accord, en %", DisagreeShare: "{what} : pas d’accord, en %",
	Intervals: "Les petits chiffres sont des intervalles à 90 % : la vraie part s’y trouve avec une probabilité de 90 %. La barre pâle est la part, la barre foncée l’intervalle.",
	More:      "{statements} de plus de cette sorte dans le document JSON.",
	FewCell:   "peu", FewNote: "Les chiffres sur 1 à 4 personnes sont omis, et ceux qui permettraient de les retrouver.", Absent: "{people} : groupe déclaré, mais aucun vote.",

	Declared: "Groupes déclarés", DeclaredText: "Les groupes que les personnes ont déclarés elles-mêmes, quelle que soit leur opinion.",
	DeclaredTable: "Groupes déclarés et groupes d’opinion", Undeclared: "Aucun déclaré",
	BalancedTable: "Accord équilibré entre groupes déclarés", Balanced: "équilibré {value} ({low} à {high})",
	Least:        "le moins favorable : {name}",
	BalancedText: "Ici, chaque groupe déclaré compte selon son poids et non selon sa taille : l’accord équilibré est la moyenne géométrique pondérée des parts des groupes, et aucun n’est mis en minorité par un plus grand. Les plus hauts viennent en premier.",

	Unplaced: "Qui n’a pas pu être placé", UnplacedShort: "Non placés",
	UnplacedText: "{people} : trop peu de votes pour être sur la carte. Il en faut {n}, ou un sur chaque énoncé s’il y en a moins. Ces votes comptent dans les chiffres de tout le monde et dans aucun groupe.",
	UnplacedNone: "Toutes les personnes qui ont voté sont placées.",
	Moderated:    "Énoncés écartés par la modération ou portant sur les votants eux-mêmes, dont la carte ne se sert pas : {n}.",

	Alike:       "Comptes qui votent de même",
	AlikeNone:   "Aucun compte ne vote comme un autre au point que le hasard ne l’explique pas. {n} compte d’au moins dix votes a été comparé.|Aucun compte ne vote comme un autre au point que le hasard ne l’explique pas. {n} comptes d’au moins dix votes ont été comparés.",
	AlikeText:   "Sur {checked} comptes d’au moins dix votes, {accounts} votent comme un autre, bien au-delà du hasard.",
	AlikeFew:    "quelques-uns",
	AlikeNote:   "Cela n’accuse personne : un couple devant un écran, quelqu’un venu deux fois, une consigne de vote et une seule main derrière beaucoup de comptes se ressemblent dans les votes.",
	AlikeGroups: "Si chacun de ces ensembles comptait pour un seul compte, on trouverait {groups}.",
	AlikeSame:   "Si chacun de ces ensembles comptait pour un seul compte, le nombre de groupes resterait le même.",
	AlikeMoves:  "Ces énoncés auraient alors un autre rang par l’accord à travers les groupes.",
	AlikeStay:   "Aucun énoncé n’aurait alors un autre rang.",
	AlikeTable:  "Rangs si les comptes qui votent de même comptaient pour un", RankNow: "Rang", RankThen: "Rang alors",

	Sure:      "Combien de groupes, et avec quelle certitude",
	SureText:  "Avec d’autres personnes semblables, on trouverait {groups} avec une probabilité de {p}.",
	SureNone:  "Avec d’autres personnes semblables, aucun nombre de groupes ne serait stable avec une probabilité de {p}.",
	SurePolis: "Cette méthode retient le nombre de groupes à la meilleure silhouette et ne dit pas avec quelle certitude.",
	SureTable: "Nombres de groupes essayés", HowMany: "Groupes", Silhouette: "Séparation", Stability: "Stabilité", Again: "Retrouvés", Probability: "Probabilité",
	NoGroups: "aucun",
	SureNote: "La séparation est la silhouette moyenne, de −1 à 1. La stabilité est l’indice de Rand ajusté moyen avec les groupes trouvés quand on laisse des personnes de côté, 1 pour les mêmes groupes. « Retrouvés » dit combien de fois ils l’ont été.",

	How: "Comment cela a été calculé", Method: "Méthode", Seed: "Graine", InputDigest: "Empreinte des votes", DocumentDigest: "Empreinte du document JSON",
	Command: "La commande qui le refait", Rests: "Repose sur",
	DigestNote: "Les deux sont des SHA-256 : d’une ligne « participant,énoncé,vote » pour le dernier vote de chaque paire, triées ; et du JSON canonique (RFC 8785) sans sa propre empreinte. Les mêmes votes donnent les mêmes octets sur chaque ordinateur.",
	Formulas:   "En mots",
	Steps: []string{
		"Un vote vaut −1, 0 ou 1 ; ce sur quoi quelqu’un n’a pas voté est laissé de côté et ne vaut pas 0.",
		"On retire le vote moyen de chaque énoncé. Les deux directions W dans lesquelles les personnes diffèrent alors le plus sont les composantes principales.",
		"La place d’une personne est (W′W + Λ)⁻¹W′a, d’après ses propres votes a : qui a peu voté se tient plus près du milieu.",
		"Les groupes sont cherchés par k-moyennes pour 2 à 5 groupes, depuis beaucoup de départs, puis de nouveau en laissant des personnes de côté. On montre le nombre bien séparé parmi ceux que l’on retrouve. S’il n’y en a aucun, on ne montre pas de groupes.",
		"La part d’un côté est (nombre + 1) / (votes + 2). Son intervalle est celui de la loi bêta avec nombre + 1 et votes − nombre + 1. Passer est un vote pour aucun des deux côtés.",
		"Les énoncés sont classés par le produit des parts d’accord dans chaque groupe : un énoncé n’est haut que si chaque groupe est d’accord.",
		"Un énoncé est typique d’un groupe quand celui-ci prend un côté plus souvent que les autres : par le rapport des deux parts et les tests des deux.",
	},
	StepsPolis: []string{
		"C’est la méthode de Polis : un vote absent compte comme la moyenne de son énoncé, et les deux premières composantes principales sont trouvées par itération de puissance.",
		"La place d’une personne est la somme sur ses votes, fois la racine carrée du nombre d’énoncés sur le nombre de ses votes.",
		"Les personnes sont réunies en 100 amas au plus, et ceux-ci en 2 à 5 groupes par k-moyennes ; on retient le nombre à la meilleure silhouette moyenne. Un autre ordre des mêmes votes peut donner d’autres groupes.",
		"La part d’un côté est (nombre + 1) / (votes + 2). Son intervalle est celui de la loi bêta avec nombre + 1 et votes − nombre + 1. Passer est un vote pour aucun des deux côtés.",
		"Les énoncés sont classés par le produit des parts d’accord dans chaque groupe : un énoncé n’est haut que si chaque groupe est d’accord.",
	},
}

// wordsOf returns the words of a language; English where it is not known.
func wordsOf(lang string) *words {
	if lang == "fr" {
		return &french
	}
	return &english
}

// fill fills the parts of a sentence: names and values by turns. Numbers are
// written as the language does; the first decides between the forms.
func (w *words) fill(sentence string, parts ...any) string {
	one, many, forms := strings.Cut(sentence, "|")
	var pairs []string
	for i := 0; i+1 < len(parts); i += 2 {
		value := ""
		switch v := parts[i+1].(type) {
		case int:
			if forms && v != 1 && (v != 0 || w.Lang != "fr") {
				one = many
			}
			forms, value = false, w.number(v)
		case string:
			value = v
		default:
			panic(fmt.Sprintf("opinionreport: cannot say %T", v))
		}
		pairs = append(pairs, "{"+parts[i].(string)+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(one)
}

// count writes a number with what it counts.
func (w *words) count(noun string, n int) string { return w.fill(noun, "n", n) }

// thin is a narrow space at which no line breaks.
const thin = "\u202f"

// number writes a whole number with its thousands apart.
func (w *words) number(n int) string {
	s := strconv.Itoa(n)
	gap := ","
	if w.Lang == "fr" {
		gap = thin
	}
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + gap + s[at:]
	}
	return s
}

// share writes a share, 0 to 1, in whole hundredths, percent with its sign.
func (w *words) share(x float64) string { return whole(percents(x)) }

func (w *words) percent(x float64) string {
	sign := "%"
	if w.Lang == "fr" {
		sign = thin + sign
	}
	return w.share(x) + sign
}

// fraction writes a number with two decimals.
func (w *words) fraction(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	if s == "-0.00" {
		s = "0.00"
	}
	if w.Lang == "fr" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return strings.Replace(s, "-", "−", 1)
}

// enumerate joins a list as a sentence does.
func (w *words) enumerate(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + w.And + list[last]
}

func (w *words) quote(s string) string { return w.Open + s + w.Close }

// refusal says why there are no groups.
func (w *words) refusal(why opinion.NoMap) string {
	sentence := map[string]string{
		opinion.TooFewPeople: w.TooFewPeople, opinion.TooFewStatements: w.TooFewStatements, opinion.TooFewVotes: w.TooFewVotes,
		opinion.NoDifferences: w.NoDifferences, opinion.NoPattern: w.NoPattern, opinion.NoStableGroups: w.NoStableGroups, opinion.NoClearNumber: w.NoClearNumber,
	}[why.Reason]
	return w.fill(sentence, "need", why.Need, "have", why.Have)
}

// place says where on the drawing a point lies.
func (w *words) place(p Point) string {
	names := strings.Split(w.Places, "|")
	x, y := p.X, p.Y
	const near, flat = 12.0, 0.41 // tan 22.5°: an eighth of the circle each
	ax, ay := max(x, -x), max(y, -y)
	if ax < near && ay < near {
		return names[0]
	}
	right := pick(x > 0, 1, 5)
	switch {
	case ay < flat*ax:
		return names[right]
	case ax < flat*ay:
		return names[pick(y > 0, 3, 7)]
	case y > 0:
		return names[pick(x > 0, 2, 4)]
	}
	return names[pick(x > 0, 8, 6)]
}
