// A peer in a benchmark, never part of Daicho: CGAL's triangular expansion over an arrangement of the walls.
// Input: "rounds walls eyes", then x1 y1 x2 y2 a wall, then x y an eye. Output: rebuild ms, query ms, summed area;
// the times are those of the round in the middle, so that nothing is measured cold.
// CGAL's Visibility_2 is GPL; this file is only compiled by the benchmark, into a program of its own.
#include <CGAL/Arr_segment_traits_2.h>
#include <CGAL/Arrangement_2.h>
#include <CGAL/Arr_walk_along_line_point_location.h>
#include <CGAL/Exact_predicates_exact_constructions_kernel.h>
#include <CGAL/Polygon_2.h>
#include <CGAL/Triangular_expansion_visibility_2.h>
#include <CGAL/version.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <variant>
#include <vector>

using Kernel = CGAL::Exact_predicates_exact_constructions_kernel;
using Traits = CGAL::Arr_segment_traits_2<Kernel>;
using Arrangement = CGAL::Arrangement_2<Traits>;
using Face = Arrangement::Face_const_handle;
using Expansion = CGAL::Triangular_expansion_visibility_2<Arrangement, CGAL::Tag_true>;
using Clock = std::chrono::steady_clock;

static double ms(Clock::time_point from) {
  return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
}

static double area(const Arrangement &region) {
  double sum = 0;
  for (auto face = region.faces_begin(); face != region.faces_end(); ++face) {
    if (face->is_unbounded()) continue;
    double doubled = 0;
    auto begin = face->outer_ccb(), edge = begin;
    do {
      double ax = CGAL::to_double(edge->source()->point().x()), ay = CGAL::to_double(edge->source()->point().y());
      double bx = CGAL::to_double(edge->target()->point().x()), by = CGAL::to_double(edge->target()->point().y());
      doubled += ax * by - bx * ay;
    } while (++edge != begin);
    sum += doubled / 2;
  }
  return sum;
}

struct Told {
  double rebuild, query, sum;
};

static Told looked(const std::vector<Traits::X_monotone_curve_2> &segments, const std::vector<Kernel::Point_2> &points) {
  auto begun = Clock::now();
  Arrangement floor;
  CGAL::insert(floor, segments.begin(), segments.end());
  Expansion expansion(floor);
  CGAL::Arr_walk_along_line_point_location<Arrangement> location(floor);
  std::vector<Face> faces;
  for (const auto &point : points) {
    auto found = location.locate(point);
#if CGAL_VERSION_NR >= 1060000000
    const Face *face = std::get_if<Face>(&found);
#else
    const Face *face = boost::get<Face>(&found);
#endif
    faces.push_back(face ? *face : Face());
  }
  double rebuild = ms(begun), sum = 0;
  begun = Clock::now();
  std::vector<Arrangement> regions(points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    if (faces[i] != Face()) expansion.compute_visibility(points[i], faces[i], regions[i]);
  double query = ms(begun);
  for (const auto &region : regions) sum += area(region);
  return {rebuild, query, sum};
}

int main() {
  std::size_t rounds = 0, walls = 0, eyes = 0;
  std::cin >> rounds >> walls >> eyes;
  std::vector<Traits::X_monotone_curve_2> segments;
  std::vector<Kernel::Point_2> points;
  for (std::size_t i = 0; i < walls; ++i) {
    double ax, ay, bx, by;
    std::cin >> ax >> ay >> bx >> by;
    segments.emplace_back(Kernel::Point_2(ax, ay), Kernel::Point_2(bx, by));
  }
  for (std::size_t i = 0; i < eyes; ++i) {
    double x, y;
    std::cin >> x >> y;
    points.emplace_back(x, y);
  }
  std::vector<Told> told;
  for (std::size_t i = 0; i < rounds; ++i) told.push_back(looked(segments, points));
  std::sort(told.begin(), told.end(), [](const Told &one, const Told &other) {
    return one.rebuild + one.query < other.rebuild + other.query;
  });
  const Told &middle = told[told.size() / 2];
  std::cout.precision(17);
  std::cout << middle.rebuild << " " << middle.query << " " << middle.sum << std::endl;
}
