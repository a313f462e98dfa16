using Xunit;

namespace BootService.Core.Tests;

public class QuotedTests
{
    [Fact]
    public void What_is_short_stays_as_it_is()
    {
        const string Sentence = "no host is called \"backend-0-0\"; \"stack list host\" shows what there is";
        Assert.Same(Sentence, Quoted.Bounded(Sentence));
    }

    [Theory]
    [InlineData("no host is called \"{0}\"; \"stack list host\" shows what there is")]
    [InlineData("no host is called {0}; \"stack list host\" shows what there is")]
    [InlineData("no host is called \"{0} {0}\"; \"stack list host\" shows what there is")]
    public void A_long_word_is_shown_by_its_beginning_and_the_remedy_stays(string form)
    {
        var sentence = Quoted.Bounded(string.Format(null, form, new string('x', 4_000_000)));
        Assert.InRange(sentence.Length, 200, 400);
        Assert.StartsWith("no host is called", sentence, StringComparison.Ordinal);
        Assert.Contains(new string('x', 100), sentence, StringComparison.Ordinal);
        Assert.Contains('…', sentence);
    }

    [Fact]
    public void A_remedy_behind_a_quoted_word_is_kept() =>
        Assert.EndsWith(
            "; \"stack list host\" shows what there is",
            Quoted.Bounded($"no host is called \"{new string('x', 5000)}\"; \"stack list host\" shows what there is"), StringComparison.Ordinal);

    [Fact]
    public void A_sentence_of_many_words_ends_too()
    {
        var sentence = Quoted.Bounded(string.Concat(Enumerable.Repeat("word ", 100_000)));
        Assert.InRange(sentence.Length, Quoted.LongestSentence - 10, Quoted.LongestSentence + 1);
    }

    [Fact]
    public void No_character_is_cut_in_two() => Assert.Equal(new string('a', 199) + "…", Quoted.Beginning(new string('a', 199) + "\U0001F600\U0001F600"));

    [Fact]
    public void Refusals_are_bounded_where_they_are_made() => Assert.InRange(new RefusedException(new string('y', 1_000_000)).Message.Length, 1, 201);
}
