package ui

import (
	"math"
	"time"

	"github.com/a-h/templ"

	"penc/opinion"
	"penc/opinion/opinionreport"
)

// sample holds what the gallery shows: excerpts of the two real processes, and
// invented people where the components need some.
type sample struct{ fr bool }

func (s sample) t(fr, en string) string {
	if s.fr {
		return fr
	}
	return en
}

func (s sample) lang() string { return s.t("fr", "en") }

func (s sample) header() Header {
	return Header{
		Site: "Penc", Home: "#",
		Nav: []Link{
			{Label: s.t("Processus", "Processes"), Href: "#", Current: true},
			{Label: s.t("Réunions", "Meetings"), Href: "#"},
			{Label: s.t("Actualités", "News"), Href: "#"},
			{Label: s.t("Bibliothèque", "Library"), Href: "#"},
			{Label: s.t("Rechercher", "Search"), Href: "#"},
		},
		Account: []Link{{Label: s.t("Se connecter", "Sign in"), Href: "#"}},
		Languages: []Link{
			{Label: "Français", Href: "#", Lang: "fr", Current: s.fr},
			{Label: "English", Href: "#", Lang: "en", Current: !s.fr},
		},
	}
}

func (s sample) footer() Footer {
	return Footer{
		Groups: []LinkGroup{
			{s.t("Prendre part", "Take part"), []Link{{Label: s.t("Conversations ouvertes", "Open conversations"), Href: "#"}, {Label: s.t("Comment ça marche", "How it works"), Href: "#"}}},
			{s.t("Le registre", "The record"), []Link{{Label: s.t("Tous les faits", "All facts"), Href: "#"}, {Label: s.t("Données ouvertes", "Open data"), Href: "#"}}},
			{s.t("Ce site", "This site"), []Link{{Label: s.t("Accessibilité", "Accessibility"), Href: "#"}, {Label: s.t("Vie privée", "Privacy"), Href: "#"}}},
		},
		Notes: []string{s.t("Penc est un logiciel libre. Pénc, en wolof : la place sous le grand arbre où un village délibère.", "Penc is free software. Pénc, in Wolof: the place under the big tree where a village deliberates.")},
	}
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

var (
	refSeed      = Ref{1, "iotsecurity.sn"}
	refDakaractu = Ref{2, "Dakaractu / ARTP"}
	refIsoc      = Ref{3, "ISOC Senegal"}
	refNov18     = Ref{4, "Highlights from ISOC Africa – November 2018"}
	refEcofin    = Ref{5, "Agence Ecofin"}
	refInnov     = Ref{6, "Innovafrica"}
	refExchange  = Ref{7, "Internet Society"}
	refOsiris    = Ref{8, "OSIRIS"}
)

func (s sample) sources() []Source {
	fr, en := s.t("français", "French"), s.t("anglais", "English")
	return []Source{
		{N: 1, Title: "iotsecurity.sn, category “Internet of Things”", Href: "https://www.iotsecurity.sn/category/internet-of-things/", Publisher: "iotsecurity.sn", Lang: "en", LangName: en},
		{N: 2, Title: "Promotion de la sécurité de l'Internet des Objets au Sénégal : L'ARTP s'engage", Href: "https://www.dakaractu.com/Promotion-de-la-securite-de-l-Internet-des-Objets-au-Senegal-L-ARTP-s-engage_a161093.html", Publisher: "Dakaractu", Date: s.t("30 novembre 2018", "30 November 2018"), Lang: "fr", LangName: fr},
		{N: 3, Title: "Réunion consultative sur le Modèle Multipartite Sénégalais de la Gouvernance de l'Internet", Href: "http://isoc-senegal.org/general/reunion-consultative-sur-le-modele-multipartite-senegalais-de-la-gouvernance-de-linternet/", Publisher: "ISOC Sénégal", Lang: "fr", LangName: fr},
		{N: 4, Title: "Highlights from ISOC Africa – November 2018", Href: "https://www.internetsociety.org/resources/doc/2018/highlights-from-isoc-africa-november-2018/", Publisher: "Internet Society", Date: s.t("5 décembre 2018", "5 December 2018"), Lang: "en", LangName: en},
		{N: 5, Title: "Le Sénégal s'associe à l'ISOC pour développer son segment de l'Internet des objets", Href: "https://www.agenceecofin.com/", Publisher: "Agence Ecofin", Date: s.t("3 décembre 2018", "3 December 2018"), Lang: "fr", LangName: fr, TitleFromURL: true},
		{N: 6, Title: "Le chapitre national d'ISOC outille les acteurs du numérique aux techniques de la négociation multipartite", Href: "http://innovafrica.net/", Publisher: "Innovafrica", Lang: "fr", LangName: fr},
		{N: 7, Title: "Collaborative Governance Leaders, Canada, and Senegal Exchange Notes on IoT Security Frameworks", Href: "https://internetsociety.org/", Publisher: "Internet Society", Date: s.t("18 juillet 2018", "18 July 2018"), Lang: "en", LangName: en},
		{N: 8, Title: "Echange entre le Canada et le Sénégal", Href: "http://www.osiris.sn/Echange-entre-le-Canada-et-le.html", Publisher: "OSIRIS", Date: s.t("juillet 2018", "July 2018"), Lang: "fr", LangName: fr},
	}
}

func (s sample) senegal() Process {
	return Process{
		Country: s.t("Sénégal", "Senegal"), Href: "#",
		Title:   s.t("Renforcer la sécurité de l’Internet des objets", "Enhancing Internet of Things security"),
		When:    s.t("Mai 2018 – mai 2020, prévu sur 18 mois", "May 2018 – May 2020, planned for 18 months"),
		Summary: s.t("Le ministère chargé du numérique, le régulateur et l’Internet Society invitent tous les groupes concernés à recenser les problèmes de sécurité des objets connectés, puis à recommander des politiques.", "The ministry in charge of digital affairs, the regulator and the Internet Society invite every group concerned to identify problems of connected-device security and to recommend policies."),
		State:   TagDone, Label: s.t("Archive", "On record"),
	}
}

func (s sample) canada() Process {
	return Process{
		Country: "Canada", Href: "#",
		Title:   s.t("Mettre en avant la sécurité de l’IdO", "Enhancing IoT security"),
		When:    s.t("Avril 2018 – mai 2019", "April 2018 – May 2019"),
		Summary: s.t("Plus de cent personnes de six groupes ont élaboré des recommandations ; trois groupes de travail ont rédigé le rapport, soumis aux commentaires du public.", "More than one hundred people of six groups worked out recommendations; three working groups wrote the report, which was put to public comment."),
		State:   TagDone, Label: s.t("Rapport publié", "Report published"),
		Seats: Gathering{Seats: 100, Taken: 100},
	}
}

func (s sample) saraba() Process {
	return Process{
		Country: "Saraba", Href: "#", Simulated: true,
		Title:   s.t("Des objets connectés dignes de confiance", "Connected devices people can trust"),
		When:    s.t("Conversation ouverte jusqu’au 12 décembre", "Conversation open until 12 December"),
		Summary: s.t("Cinq groupes de parties prenantes cherchent ce que la loi doit exiger des objets connectés vendus dans le pays.", "Five stakeholder groups look for what the law should require of connected devices sold in the country."),
		State:   TagOpen, Label: s.t("Ouvert", "Open now"),
		Seats: Gathering{Seats: 60, Taken: 43},
	}
}

func (s sample) course() Course {
	return Course{
		Title: s.t("Cinq étapes du processus sénégalais, de mai 2018 à mai 2020 ; la dernière est annoncée sans date.", "Five stages of the Senegalese process from May 2018 to May 2020; the last is announced without a date."),
		Stages: []Stage{
			{Title: s.t("Concertation des parties prenantes", "Consultation of stakeholders"), When: s.t("11 mai 2018", "11 May 2018"), From: day(2018, 5, 11), To: day(2018, 5, 11), State: Past, Evidence: Evidence{Sources: []Ref{refIsoc}}},
			{Title: s.t("Apprentissage auprès d’un autre pays", "Learning from another country"), When: s.t("18–19 juillet 2018", "18–19 July 2018"), From: day(2018, 7, 18), To: day(2018, 7, 19), State: Past, Text: s.t("Une délégation sénégalaise étudie à Ottawa le processus canadien et décide d’en reprendre la méthode.", "A Senegalese delegation studies the Canadian process in Ottawa and decides to take over its method."), Evidence: Evidence{Sources: []Ref{refSeed}}},
			{Title: s.t("Réunion de lancement et accord", "Launch meeting and agreement"), When: s.t("28–30 novembre 2018", "28–30 November 2018"), From: day(2018, 11, 28), To: day(2018, 11, 30), State: Past, Evidence: Evidence{Sources: []Ref{refSeed, refDakaractu}, Disputes: []Disagreement{s.firstMeeting()}}},
			{Title: s.t("Formation à la négociation multipartite", "Training in multistakeholder negotiation"), When: s.t("30 novembre – 1er décembre 2018", "30 November – 1 December 2018"), From: day(2018, 11, 30), To: day(2018, 12, 1), State: Past, Evidence: Evidence{Sources: []Ref{refSeed, refInnov}}},
			{Title: s.t("Ateliers suivants, vers des recommandations", "Further workshops, towards recommendations"), State: Future, Label: s.t("Annoncé", "Announced"), From: day(2018, 12, 2), To: day(2020, 5, 31), When: s.t("Après décembre 2018", "After December 2018"), Evidence: Evidence{Sources: []Ref{refSeed}, Uncertain: s.t("Annoncés ; aucune source conservée ne les documente. Fin théorique en mai 2020 si les 18 mois courent à partir de novembre 2018.", "Announced; no stored source documents them. Nominal end in May 2020 if the 18 months run from November 2018.")}},
		},
	}
}

func (s sample) openCourse() Course {
	return Course{
		Title: s.t("Quatre étapes ; la troisième est ouverte.", "Four stages; the third is open."),
		Today: day(2026, 11, 22),
		Stages: []Stage{
			{Title: s.t("Convocation", "Convening"), When: s.t("mars – mai 2026", "March – May 2026"), From: day(2026, 3, 1), To: day(2026, 5, 20), State: Past},
			{Title: s.t("Première plénière", "First plenary"), When: s.t("2–3 juin 2026", "2–3 June 2026"), From: day(2026, 6, 2), To: day(2026, 6, 3), State: Past},
			{Title: s.t("Carte des opinions", "Mapping opinion"), When: s.t("1er octobre – 12 décembre 2026", "1 October – 12 December 2026"), From: day(2026, 10, 1), To: day(2026, 12, 12), State: Now, Label: s.t("Ouvert", "Open now"), Text: s.t("Proposez des énoncés et votez sur ceux des autres.", "Propose statements and vote on those of others.")},
			{Title: s.t("Rédaction des recommandations", "Drafting recommendations"), When: s.t("janvier – avril 2027", "January – April 2027"), From: day(2027, 1, 10), To: day(2027, 4, 30), State: Future, Label: s.t("À venir", "Next")},
		},
	}
}

func (s sample) firstMeeting() Disagreement {
	return Disagreement{
		About: s.t("dates de la première réunion", "dates of the first meeting"),
		Claims: []Claim{
			{Value: s.t("28 et 29 novembre 2018", "28 and 29 November 2018"), Sources: []Ref{refSeed, refNov18}},
			{Value: s.t("du 28 au 30 novembre 2018 (appel à participation)", "28 to 30 November 2018 (call for participation)"), Sources: []Ref{refSeed}},
		},
	}
}

func (s sample) facts() []Fact {
	return []Fact{
		{Term: s.t("Durée prévue", "Planned duration"), Text: s.t("18 mois à partir de la fin de 2018", "18 months from late 2018"), Evidence: Evidence{Sources: []Ref{refSeed, refDakaractu}}},
		{Term: s.t("Méthode", "Method"), Text: s.t("reprise du processus canadien", "taken over from the Canadian process"), Evidence: Evidence{Sources: []Ref{refSeed}}},
		{Term: s.t("Groupes de parties prenantes", "Stakeholder groups"), Text: s.t("Gouvernement, autorités de régulation, communauté technique, monde universitaire, société civile, secteur privé, organisations internationales", "Government, regulators, technical community, academia, civil society, private sector, international organizations"), Evidence: Evidence{Derived: true, Sources: []Ref{refSeed, refInnov}}},
		{Term: s.t("Protocole d’accord", "Memorandum"), Text: s.t("signé le 30 novembre 2018", "signed on 30 November 2018"), Evidence: Evidence{Sources: []Ref{refDakaractu, refEcofin}, Disputes: []Disagreement{{About: s.t("jour de la signature", "day of signature"), Claims: []Claim{
			{Value: s.t("30 novembre 2018", "30 November 2018"), Sources: []Ref{refDakaractu, refEcofin}},
			{Value: s.t("lors de l’atelier des 28 et 29 novembre", "on the occasion of the workshop of 28–29 November"), Sources: []Ref{refNov18}},
		}}}}},
		{Term: s.t("Commission de protection des données", "Data protection commission"), Text: s.t("partenaire annoncé en juillet 2018", "partner named in July 2018"), Evidence: Evidence{Sources: []Ref{refExchange, refOsiris}, Uncertain: s.t("Elle ne figure pas parmi les signataires du protocole de novembre 2018.", "It is not among the parties to the memorandum of November 2018.")}},
		{Term: s.t("Règles de base", "Ground rules"), Evidence: Evidence{NotPublished: []string{s.t("Les règles de base et la définition du consensus retenues au Sénégal n’ont pas été trouvées.", "The ground rules and the definition of consensus used in Senegal were not found.")}}},
		{Term: s.t("Recommandations", "Recommendations"), Evidence: Evidence{NotPublished: []string{s.t("Aucune source publique ne donne de projet, de consultation ni de rapport final.", "No public source gives a draft, a consultation or a final report.")}}},
	}
}

func (s sample) meeting() Meeting {
	return Meeting{
		Title: s.t("Réunion multipartite inaugurale", "Inaugural multistakeholder meeting"), Href: "#", Kind: s.t("Plénière", "Plenary"),
		When: s.t("28–29 novembre 2018", "28–29 November 2018"), Where: "Dakar", Calendar: "#",
		Text:     s.t("Exposés sur les risques et l’état de l’IdO, leçons du Canada, puis trois groupes de discussion choisis par les participants.", "Talks on the risks and the state of the IoT, lessons from Canada, then three breakouts chosen by the participants."),
		Evidence: Evidence{Sources: []Ref{refSeed, refNov18}, NotPublished: []string{s.t("Le nombre de participants.", "The number of people present.")}},
	}
}

func (s sample) news() News {
	return News{
		Title: s.t("Le Sénégal lance un projet visant à renforcer la sécurité de l’IdO", "Senegal Kicks Off Enhancing IoT Security Project"), Href: "#",
		When: s.t("décembre 2018", "December 2018"), By: "Katie Watson", Kind: s.t("Actualité", "News"),
		Text:     s.t("Une invitée du processus canadien raconte la visite de juillet à Ottawa et les deux jours de lancement à Dakar.", "A guest from the Canadian process tells of the July visit to Ottawa and of the two launch days in Dakar."),
		Evidence: Evidence{Sources: []Ref{refSeed}, Uncertain: s.t("La date est déduite du texte, qui parle de huit mois depuis avril 2018.", "The date is inferred from the text, which speaks of eight months since April 2018.")},
	}
}

func (s sample) press() News {
	return News{
		Title: "Internet Society veut faire du Sénégal un pionnier", Lang: "fr", Href: "#",
		When: s.t("29 novembre 2018", "29 November 2018"), By: "SudOnline", Kind: s.t("Presse, en français", "Press, in French"),
		Evidence: Evidence{Sources: []Ref{refOsiris}},
	}
}

func (s sample) statement(i int) Statement {
	all := []Statement{
		{Number: s.t("Énoncé 12", "Statement 12"), By: s.t("proposé par un membre de la société civile", "proposed by a member of civil society"), Text: s.t("Un objet connecté qui ne reçoit plus de mises à jour de sécurité ne devrait plus être vendu.", "A connected device that no longer gets security updates should no longer be sold.")},
		{Number: s.t("Énoncé 7", "Statement 7"), By: s.t("proposé par les facilitateurs", "proposed by the facilitators"), Text: s.t("L’étiquette d’un objet doit dire en wolof et en français quelles données il envoie.", "A device’s label must say in Wolof and in French which data it sends.")},
		{Number: s.t("Énoncé 31", "Statement 31"), By: s.t("proposé par le secteur privé", "proposed by the private sector"), Text: s.t("Une certification obligatoire exclurait les petits fabricants du pays.", "Mandatory certification would shut out the country’s small makers.")},
	}
	return all[i%len(all)]
}

// drawing is the map of three groups of invented people, the same on every call.
func (s sample) drawing() templ.Component {
	centres := []Point{{-0.52, 0.16}, {0.5, 0.36}, {0.22, -0.52}}
	r := opinion.Result{Groups: make([]opinion.Group, len(centres))}
	for g, size := range []int{74, 52, 31} {
		r.Groups[g] = opinion.Group{Size: size, X: centres[g].X, Y: centres[g].Y}
		for i := range size {
			away := 0.31 * math.Sqrt(float64(i)/float64(size)) * (1 + 0.35*math.Sin(float64(7*i+g)))
			sin, cos := math.Sincos(2.39996 * float64(i))
			r.People = append(r.People, opinion.Person{Placed: true, Group: g, X: centres[g].X + away*cos, Y: centres[g].Y + 0.82*away*sin})
		}
	}
	plot := opinionreport.NewPlot(r)
	you := plot.Place(-0.3, 0.02)
	return templ.Raw(plot.SVG(opinionreport.SVGOptions{
		Title: s.t("Carte d’opinion", "Map of opinion"), Key: s.t("Personnes", "People"), You: &you, YouLabel: s.t("vous", "you"), Prefix: "m-",
		Desc: s.t("Trois groupes d’opinion ; A à gauche, B en haut à droite, C en bas.", "Three opinion groups; A on the left, B at the upper right, C below."),
	}))
}

func (s sample) opinionMap() OpinionMap {
	return OpinionMap{
		Title:   s.t("Trois groupes d’opinion parmi 157 personnes", "Three opinion groups among 157 people"),
		Caption: s.t("Le groupe A veut des règles obligatoires, B préfère un label volontaire, C demande d’abord de l’information pour les consommateurs. Les trois s’accordent sur les mises à jour.", "Group A wants binding rules, B prefers a voluntary label, C asks for consumer information first. All three agree about updates."),
		Drawing: s.drawing(),
		Table:   Table(s.groups()),
	}
}

func (s sample) groups() Grid {
	p := func(n string) string { return fill(wordsByLang[s.lang()].Percent, "n", n) }
	return Grid{
		Caption: s.t("D’accord, par énoncé et par groupe d’opinion", "Agreement by statement and opinion group"),
		Columns: []Column{{Label: s.t("Énoncé", "Statement")}, {Label: "A", Numeric: true}, {Label: "B", Numeric: true}, {Label: "C", Numeric: true}, {Label: s.t("Tous", "All"), Numeric: true}},
		Rows: [][]Cell{
			{{Text: s.statement(0).Text}, {Text: p("91")}, {Text: p("78")}, {Text: p("84")}, {Text: p("85")}},
			{{Text: s.statement(1).Text}, {Text: p("74")}, {Text: p("41")}, {Text: p("95")}, {Text: p("67")}},
			{{Text: s.statement(2).Text}, {Text: p("18")}, {Text: p("83")}, {Text: p("37")}, {Text: p("43")}},
		},
	}
}

func bigger(s Statement) Statement {
	s.Large = true
	return s
}
