# The phrase distance (matching "stable", default costs) in Perl, with the Levenshtein distance of
# Text::LevenshteinXS, which is C; run by phrase-distance.bench.ts. Arguments and output as those of
# phrase-naive.cc.
use strict;
use warnings;
use Text::LevenshteinXS ();
use Time::HiRes 'time';

sub cut {
    my ($rest, $set) = @_;
    my @lists = ([], []);
    for (my $turn = 0; $rest ne ''; $turn ^= 1) {
        my ($word) = $rest =~ ($turn ? qr/^([^$set]*)/ : qr/^([$set]*)/);
        push @{ $lists[$turn] }, $word;
        $rest = substr $rest, length $word;
    }
    return @lists;
}

sub list_distance {
    my ($x, $y) = @_;
    my $n = @$x > @$y ? @$x : @$y;
    my @x = (@$x, ('') x ($n - @$x));
    my @y = (@$y, ('') x ($n - @$y));
    my @cost;
    for my $i (0 .. $n - 1) {
        for my $j (0 .. $n - 1) {
            push @cost, Text::LevenshteinXS::distance($x[$i], $y[$j]) + abs($i - $j);
        }
    }
    my ($sum, @row, @column) = (0);
    my @key = map { int($_ / $n) + $_ % $n } 0 .. $#cost;
    for (sort { $cost[$a] <=> $cost[$b] || $key[$b] <=> $key[$a] } 0 .. $#cost) {
        my ($i, $j) = (int($_ / $n), $_ % $n);
        next if $row[$i] || $column[$j];
        $row[$i] = $column[$j] = 1;
        $sum += $cost[$_];
    }
    return $sum;
}

sub phrase_distance {
    my ($p, $q, $set) = @_;
    my @p = cut($p, $set);
    my @q = cut($q, $set);
    return list_distance($p[0], $q[0]) + list_distance($p[1], $q[1]);
}

my $set = quotemeta shift;
while (@ARGV > 1) {
    my ($p, $q) = splice @ARGV, 0, 2;
    my ($distance, @rounds) = (0);
    my $begin = time;
    do {
        my $start = time;
        $distance = phrase_distance($p, $q, $set);
        push @rounds, time - $start;
    } while (time - $begin < 0.5 && @rounds < 1000);
    @rounds = sort { $a <=> $b } @rounds;
    printf "%.17g %.2f\n", $distance, $rounds[ @rounds / 2 ] * 1e6;
}
