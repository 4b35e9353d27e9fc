package app

import (
	"penc/internal/gather/meeting"
	"penc/internal/ground/lang"
	"penc/internal/ground/ref"
	"penc/internal/ground/when"
)

// What the two plenaries of the invented country talk about.

// prioritiesPlenary is the plenary that was held yesterday.
func prioritiesPlenary(day when.Date) meeting.Meeting {
	m := plenaryOn(day, both("Plénière des priorités", "Priorities plenary"),
		both("De la conversation à trois priorités", "From the conversation to three priorities"))
	m.Programme = meeting.Programme{
		Agenda: []meeting.AgendaItem{
			{ID: "ma-p-a1", Start: "09:00", Minutes: 30, Kind: "opening", Title: both("Ouverture et règles de base", "Opening and ground rules")},
			{
				ID: "ma-p-a2", Start: "09:30", Minutes: 60, Kind: "breakouts", Title: both("Trois ateliers au choix", "Three breakouts to choose from"),
				Breakouts: []ref.ID{"ma-p-b1", "ma-p-b2", "ma-p-b3"},
			},
			{ID: "ma-p-a3", Start: "10:30", Minutes: 45, Kind: "report-back", Title: both("Restitution des ateliers", "Report-backs of the breakouts")},
			{ID: "ma-p-a4", Start: "11:15", Minutes: 30, Kind: "decision", Title: both("Choix des priorités", "Choice of priorities")},
		},
		Breakouts: []meeting.Breakout{
			{
				ID: "ma-p-b1", Capacity: 25, Title: both("Les données du foyer", "The household’s data"), Room: both("Salle du moulin", "Mill room"),
				Question: both("Qui voit quoi, et quand ?", "Who sees what, and when?"),
			},
			{
				ID: "ma-p-b2", Capacity: 25, Title: both("Des compteurs qui durent", "Meters that last"), Room: both("Salle du pont", "Bridge room"),
				Question: both("Qui entretient le compteur pendant quinze ans ?", "Who looks after the meter for fifteen years?"),
			},
			{
				ID: "ma-p-b3", Capacity: 25, Title: both("Prix et recours", "Price and redress"), Room: both("Grande halle", "Great hall"),
				Question: both("Que peut faire un foyer qui n’est pas d’accord ?", "What can a household do that does not agree?"),
			},
		},
	}
	return m
}

var meterRooms = []played{
	{
		ideas: []string{
			"Un relevé par jour, pas davantage", "Le foyer lit son compteur avant l’Office", "Effacer les relevés après deux ans",
			"Une page claire au dos de la facture", "Personne d’autre sans accord écrit",
		},
		lines: []lang.Text{
			both("Un relevé par jour suffit ; davantage seulement si le foyer le demande", "One reading a day is enough; more only if the household asks"),
			both("Le foyer voit ses relevés avant tout le monde", "The household sees its readings before anyone else"),
			both("Les relevés sont effacés après deux ans", "Readings are erased after two years"),
		},
		open: both("Deux ans ou trois ?", "Two years or three?"),
	},
	{
		ideas: []string{
			"Quinze ans de mises à jour au contrat", "Publier les failles connues", "Former les fontainiers", "Un réseau ouvert", "Un stock de pièces dans chaque commune",
		},
		lines: []lang.Text{
			both("Le contrat promet quinze ans de mises à jour", "The contract promises fifteen years of updates"),
			both("Les failles connues sont publiées, avec la date de leur réparation", "Known vulnerabilities are published, with the date of their repair"),
			both("Le réseau des compteurs est ouvert à d’autres usages", "The meters’ network is open to other uses"),
		},
		open: both("Qui vérifie que les mises à jour arrivent ?", "Who checks that the updates arrive?"),
	},
	{
		ideas: []string{
			"Pas de coupure pendant une réclamation", "Un relevé à la main gratuit", "Un médiateur par province", "La facture sur papier pour qui la veut",
			"Le prix de la pose affiché",
		},
		lines: []lang.Text{
			both("Pas de coupure à distance tant qu’une réclamation est ouverte", "No remote cut-off while a complaint is open"),
			both("Un médiateur répond en trente jours", "A mediator answers within thirty days"),
			both("Les relevés arrivent aussi sur papier, sans frais", "Readings also come on paper, free of charge"),
		},
		open: both("Qui paie le médiateur ?", "Who pays the mediator?"),
	},
}

// recoursePlenary is the plenary that is held today.
func recoursePlenary(day when.Date) meeting.Meeting {
	m := plenaryOn(day, both("Plénière du recours", "Redress plenary"),
		both("Que faire quand le compteur se trompe", "What to do when the meter is wrong"))
	m.Programme = meeting.Programme{
		Agenda: []meeting.AgendaItem{
			{ID: "ma-r-a1", Start: "09:00", Minutes: 20, Kind: "opening", Title: both("Ouverture", "Opening")},
			{
				ID: "ma-r-a2", Start: "09:20", Minutes: 40, Kind: "breakouts", Title: both("Ateliers", "Breakouts"),
				Breakouts: []ref.ID{"ma-r-b1", "ma-r-b2", "ma-r-b3"},
			},
			{ID: "ma-r-a3", Start: "10:00", Minutes: 30, Kind: "report-back", Title: both("Restitution", "Report-backs")},
			{ID: "ma-r-a4", Start: "10:30", Minutes: 30, Kind: "decision", Title: both("Priorités", "Priorities")},
		},
		Breakouts: []meeting.Breakout{
			{
				ID: "ma-r-b1", Capacity: 20, Title: both("Avant la réclamation", "Before a complaint"), Room: both("Salle A", "Room A"),
				Question: both("Comment savoir que le relevé est faux ?", "How does one know that a reading is wrong?"),
			},
			{
				ID: "ma-r-b2", Capacity: 20, Title: both("La réclamation", "The complaint"), Room: both("Salle B", "Room B"),
				Question: both("À qui s’adresser, et dans quelle langue ?", "Whom to turn to, and in which language?"),
			},
			{
				ID: "ma-r-b3", Capacity: 20, Title: both("Après la décision", "After the decision"), Room: both("Salle C", "Room C"),
				Question: both("Que change une décision pour les autres foyers ?", "What does a decision change for other households?"),
			},
		},
	}
	return m
}

var recourseRooms = []played{
	{
		ideas: []string{"Comparer avec l’an dernier sur la facture", "Un essai gratuit par an", "Une photo du cadran suffit comme preuve"},
		lines: []lang.Text{
			both("La facture montre la consommation de l’an dernier", "The bill shows last year’s use"),
			both("Une photo du cadran vaut preuve", "A photograph of the dial counts as proof"),
		},
	},
	{ideas: []string{"Un numéro gratuit", "Un guichet dans chaque mairie", "Répondre dans la langue de la lettre"}},
	{ideas: []string{"Publier les décisions sans les noms", "Corriger toutes les factures du même lot"}},
}

// plenaryOn is a hybrid plenary on a day.
func plenaryOn(day when.Date, title, theme lang.Text) meeting.Meeting {
	return meeting.Meeting{
		Process: mareola, Title: title, Theme: theme, Kind: "plenary", Mode: "hybrid",
		Dates: when.Span{Start: day, End: day}, Start: "09:00", Lasts: 180, Zone: "UTC",
		Where:      &meeting.Where{City: both("Port-Sorel", "Port-Sorel"), Venue: both("Halle aux grains", "Grain Hall")},
		Link:       "https://salle.mareola.example/pleniere",
		Organizers: []ref.ID{"ma-ministry", "ma-regulator-office"},
	}
}
