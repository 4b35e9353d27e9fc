package blob_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"
	"testing"

	"penc/internal/ground/fault"
	"penc/internal/platform/blob"
)

// archive returns the first bytes of a ZIP file whose first entry is given.
func archive(t *testing.T, name, body string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	// As office programs write it: sizes stand before the content.
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, UncompressedSize64: uint64(len(body)), CompressedSize64: uint64(len(body))})
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte(body))
	if w, err = z.Create("content.xml"); err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("<office/>"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const (
	odt  = "application/vnd.oasis.opendocument.text"
	ods  = "application/vnd.oasis.opendocument.spreadsheet"
	docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

	png  = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
	jpeg = "\xff\xd8\xff\xe0\x00\x10JFIF"
	pdf  = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
	webp = "RIFF\x24\x00\x00\x00WEBPVP8 "
)

func TestFilesAreTakenForWhatTheyAreOrRefused(t *testing.T) {
	writer, sheet := archive(t, "mimetype", odt), archive(t, "mimetype", ods)
	office := archive(t, "[Content_Types].xml", "<Types/>")
	for _, c := range []struct{ name, head, want string }{
		{"rapport.pdf", pdf, "application/pdf"},
		{"RAPPORT.PDF", pdf, "application/pdf"},
		{"photo.png", png, "image/png"},
		{"photo.jpg", jpeg, "image/jpeg"},
		{"photo.png", jpeg, "image/jpeg"}, // a picture under another picture's ending
		{"photo.webp", webp, "image/webp"},
		{"photo.gif", "GIF89a\x01\x00\x01\x00", "image/gif"},
		{"note.odt", writer, odt},
		{"budget.ods", sheet, ods},
		{"note.docx", office, docx},
		{"budget.xlsx", office, xlsx},
		{"liste.csv", "nom;âge\r\nAmina;42\r\n", "text/csv"},
		{"liste.csv", "nom;\xe2ge\r\n", "text/csv"}, // as older spreadsheets write it
		{"note.txt", "Bonjour à toutes et à tous", "text/plain"},
		{"note.txt", "\xef\xbb\xbfBonjour", "text/plain"},
		{"note.md", "# Réunion\n\n<b>gras</b>", "text/markdown"},

		{"page.html", "<!doctype html><p>Bonjour", ""},
		{"page.pdf", "<!doctype html><p>Bonjour", ""},
		{"page.txt", "<!doctype html><p>Bonjour", ""},
		{"page.txt", " \n <HTML><script>alert(1)</script>", ""},
		{"page.md", "<script>alert(1)</script>", ""},
		{"page.csv", "\xef\xbb\xbf<html>", ""},
		{"logo.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`, ""},
		{"logo.png", `<svg xmlns="http://www.w3.org/2000/svg"/>`, ""},
		{"logo.txt", "\n<SVG onload=alert(1)>", ""},
		{"logo.txt", "<?xml version='1.0'?><svg/>", ""},
		{"run.exe", "MZ\x90\x00\x03\x00", ""},
		{"run.txt", "MZ\x90\x00\x03\x00", ""},
		{"run.pdf", "\x7fELF\x02\x01\x01\x00", ""},
		{"run.txt", "\x7fELF\x02\x01\x01\x00", ""},
		{"run.txt", "#!/bin/sh\nrm -rf /\n", ""},
		{"run.sh", "echo", ""},
		{"rapport.html", pdf, ""}, // sound bytes under a dangerous name
		{"rapport.pdf.exe", pdf, ""},
		{"rapport", pdf, ""},
		{"macro.docm", office, ""},
		{"macro.xlsm", office, ""},
		{"archive.zip", office, ""},
		{"budget.odt", sheet, ""},
		{"note.odt", office, ""},
		{"short.odt", "PK\x03\x04", ""},
		{"short.webp", "RIFF", ""},
		{"empty.txt", "", ""},
		{"wide.txt", "\xff\xfea\x00", ""},
		{"", "", ""},
	} {
		got, err := blob.Sniff([]byte(c.head), c.name)
		if got != c.want {
			t.Errorf("%s, %.20q: %q, want %q", c.name, c.head, got, c.want)
		}
		e, ok := errors.AsType[*fault.Error](err)
		if refused := c.want == ""; refused != ok || refused && (e.Field != "file" || e.Message != "blob.type.refused") {
			t.Errorf("%s, %.20q: %v", c.name, c.head, err)
		}
	}
}

func TestEndingsAreEachNamedOnce(t *testing.T) {
	all := blob.Endings()
	for _, e := range []string{".pdf", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".odt", ".docx", ".xlsx", ".ods", ".csv", ".txt", ".md"} {
		if i := slices.Index(all, e); i < 0 || slices.Contains(all[i+1:], e) {
			t.Errorf("%s is not named once in %v", e, all)
		}
	}
	if len(all) != 13 {
		t.Errorf("%d endings, want 13", len(all))
	}
}
