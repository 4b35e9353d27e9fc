package attendanceweb

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"
	"github.com/skip2/go-qrcode"
)

// QR returns an address as a code that phones read: a drawing of one path, in the
// colour of the text around it on white. Label says what it is to those who cannot
// see it.
func QR(address, label string) (templ.Component, error) {
	code, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("draw the code of an address: %w", err)
	}
	side, path := modules(code.Bitmap())
	return qr(side, path, label), nil
}

// modules returns a matrix as one path of rows, with its quiet zone, and its side.
func modules(matrix [][]bool) (side int, path string) {
	var b strings.Builder
	for y, row := range matrix {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1H%dz", from, y, x-from, from)
			}
		}
	}
	return len(matrix), b.String()
}
