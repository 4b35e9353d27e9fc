package opinion

// silhouette returns the mean silhouette of points in clusters (Rousseeuw,
// "Silhouettes: a graphical aid to the interpretation and validation of cluster
// analysis", 1987): for each point (b - a)/max(a, b), a being its mean distance
// to the others of its cluster and b the least mean distance to another
// cluster; 0 for a point alone in its cluster. Points are not weighted. The
// range is -1 to 1; 0 with fewer than two clusters. O(points²).
func silhouette(points []point, of []int, k int) float64 {
	if k < 2 || len(points) == 0 {
		return 0
	}
	size := make([]int, k)
	for _, g := range of {
		size[g]++
	}
	total := 0.0
	far := make([]float64, k)
	for i, p := range points {
		clear(far)
		for j, q := range points {
			far[of[j]] += p.distance(q)
		}
		total += pointSilhouette(far, size, of[i])
	}
	return total / float64(len(points))
}

// pointSilhouette is the silhouette of one point of cluster own, whose summed
// distances to the points of each cluster are far.
func pointSilhouette(far []float64, size []int, own int) float64 {
	if size[own] < 2 {
		return 0
	}
	a, b, found := far[own]/float64(size[own]-1), 0.0, false
	for g, n := range size {
		if g == own || n == 0 {
			continue
		}
		if mean := far[g] / float64(n); !found || mean < b {
			b, found = mean, true
		}
	}
	if !found || max(a, b) == 0 {
		return 0
	}
	return (b - a) / max(a, b)
}
