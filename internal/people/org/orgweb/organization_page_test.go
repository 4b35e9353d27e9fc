package orgweb

import (
	"testing"

	"github.com/a-h/templ"

	"penc/internal/ground/lang"
	"penc/internal/people/org"
	"penc/internal/platform/web"
	"penc/internal/platform/web/webtest"
)

func TestPagesRenderFullAndEmpty(t *testing.T) {
	o := org.Organization{
		ID: "o1", Name: lang.Of(lang.French, map[lang.Tag]string{lang.French: "<b>Régie</b>", lang.English: "Water board"}),
		Acronym: "RE", Website: "https://example.org", Country: "SN", Version: 1,
	}
	webtest.Pages(t, "org", words, func(p web.Page) map[string]templ.Component {
		return map[string]templ.Component{
			"list empty": organizationsPage(listPage{Page: p}),
			"list full":  organizationsPage(listPage{Page: p, All: []org.Organization{o}, In: entryOf(o)}),
			"edit":       organizationPage(editPage{Page: p, Organization: o, In: entryOf(o)}),
		}
	})
}
