using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BootService.Core.Hosts;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Hosts;

/// <summary>Patterns over names that are, held against regular expressions; ranges of names that are to be, held against patterns.</summary>
public class HostWordsTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char["ab01289-"], 1, 8];

    private static readonly Gen<string> Piece = Gen.OneOf(
        Choice.Among("*", "?", "a", "b-", "0", "1", "[ab]", "[!a]", "[^0-8]", "[a-b]", "[]a]", "[!]a]", "[a-]", "[-a]", "[0-9]", "[3]", "[]"),
        Gen.Int[0, 30].Select(Gen.Int[0, 30], (one, other) => $"[{Math.Min(one, other)}-{Math.Max(one, other)}]"),
        Gen.Int[0, 30].Select(Gen.Int[0, 130], (one, other) => $"[{one},{other}]"));

    [Fact]
    public void A_pattern_fits_what_the_regular_expression_of_the_same_meaning_fits() =>
        Piece.Array[0, 5].Select(pieces => string.Concat(pieces)).Select(Name).Sample(
            (pattern, name) =>
            {
                if (Expression(pattern) is not { } expression)
                {
                    Assert.Throws<RefusedException>(() => HostGlob.Parse(pattern));
                    return;
                }

                Assert.True(
                    Regex.IsMatch(name, expression, RegexOptions.None, TimeSpan.FromSeconds(5)) == HostGlob.Parse(pattern).Matches(name),
                    $"{pattern} and {name}: {expression}");
            },
            iter: 20_000);

    [Fact]
    public void The_hosts_that_a_range_makes_are_those_that_it_finds_afterwards() =>
        Gen.Select(Gen.Int[0, 120], Gen.Int[0, 12], Gen.Int[1, 4], Gen.Bool).Sample(
            (first, more, width, comma) =>
            {
                var from = first.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
                var word = $"node[{from}-{first + more}{(comma ? $",{first + more + 5}" : "")}]";
                var made = HostRange.Names(word);
                Assert.Equal(more + 1 + (comma ? 1 : 0), made.Count);
                var glob = HostGlob.Parse(word);
                Assert.All(made, name => Assert.True(glob.Matches(name.ToString()), $"{word} does not find {name}"));
            },
            iter: 3000);

    [Theory]
    [InlineData("node[2147483640-2147483647]", 8)]
    [InlineData("n[0-9999]", 10_000)]
    [InlineData("n[0-99]-[0-99]", 10_000)]
    [InlineData("node", 1)]
    [InlineData("n[7]", 1)]
    public void A_range_ends_where_it_says(string word, int count) => Assert.Equal(count, HostRange.Names(word).Count);

    [Theory]
    [InlineData("n[0-10000]", "names more than 10000 hosts")]
    [InlineData("n[0-99]-[0-100]", "names more than 10000 hosts")]
    [InlineData("n[0-99][0-99][0-99][0-99][0-99][0-99][0-99][0-99][0-99][0-99][0-99]", "names more than 10000 hosts")]
    [InlineData("n[0-2147483647]", "names more than 10000 hosts")]
    [InlineData("n[5-1]", "is no range of numbers")]
    [InlineData("n[]", "is no range of numbers")]
    [InlineData("n[1-]", "is no range of numbers")]
    [InlineData("n[-1]", "is no range of numbers")]
    [InlineData("n[1-2-3]", "is no range of numbers")]
    [InlineData("n[1,,2]", "is no range of numbers")]
    [InlineData("n[a-c]", "is no range of numbers")]
    [InlineData("n[+1]", "is no range of numbers")]
    [InlineData("n[ 1]", "is no range of numbers")]
    [InlineData("n[99999999999]", "is no range of numbers")]
    [InlineData("n[1", "lacks the ] of the bracket at character 2")]
    [InlineData("n[1]]", "is not a host name")]
    [InlineData("", "is not a host name")]
    [InlineData("n_[1]", "is not a host name")]
    public void A_range_that_is_a_slip_is_refused_in_one_sentence(string word, string why)
    {
        var sentence = Assert.Throws<RefusedException>(() => HostRange.Names(word)).Message;
        Assert.Contains(why, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    // fnmatch(3) as a regular expression, and numbers spelt out; null for what is refused.
    private static string? Expression(string pattern)
    {
        var text = new StringBuilder("\\A");
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] != '[')
            {
                text.Append(pattern[at] switch { '*' => ".*", '?' => ".", var letter => Regex.Escape(letter.ToString()) });
                continue;
            }

            var negated = at + 1 < pattern.Length && pattern[at + 1] is '!' or '^';
            var first = at + (negated ? 2 : 1);
            var end = first + 1 < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
            if (end < 0)
            {
                return null;
            }

            text.Append(Bracket(pattern[first..end], negated));
            at = end;
        }

        return text.Append("\\z").ToString();
    }

    private static string Bracket(string content, bool negated)
    {
        var bounds = content.Split(',').Select(part => part.Split('-')).ToArray();
        var isRange = !negated && bounds.All(ends => ends.Length <= 2 && ends.All(end => end.Length > 0 && end.All(char.IsAsciiDigit)))
            && (bounds.Length > 1 || bounds[0].Any(end => end.Length > 1));
        if (isRange)
        {
            var numbers = bounds.SelectMany(ends => Enumerable.Range(int.Parse(ends[0]), int.Parse(ends[^1]) - int.Parse(ends[0]) + 1));
            return $"(?:{string.Join('|', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))})";
        }

        // A span that runs backwards has nothing in it.
        var inside = new StringBuilder();
        for (var at = 0; at < content.Length; at++)
        {
            var isSpan = at + 2 < content.Length && content[at + 1] == '-';
            inside.Append(!isSpan ? Escaped(content[at]) : content[at] > content[at + 2] ? "" : $"{Escaped(content[at])}-{Escaped(content[at + 2])}");
            at += isSpan ? 2 : 0;
        }

        return inside.Length > 0 ? $"[{(negated ? "^" : "")}{inside}]" : negated ? "." : "(?!)";
    }

    private static string Escaped(char letter) => letter is ']' or '[' or '-' or '^' or '\\' ? $"\\{letter}" : letter.ToString();
}
