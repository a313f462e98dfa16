using System.Text.RegularExpressions;
using Xunit;

namespace BootService.Tests.Architecture;

/// <summary>Sentences are for people: nothing is decided by what one of them says, so that each can be worded anew.</summary>
public partial class ProseTests
{
    [Fact]
    public void Nothing_is_decided_by_what_a_sentence_says()
    {
        var found = Directory.EnumerateFiles(SourceTree.Path("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => Asks().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("if (result.Why?.Contains(\"nobody answered\", StringComparison.Ordinal) is true)", true)]
    [InlineData("_ when exception.Message.StartsWith(\"Root element\") => 1,", true)]
    [InlineData("step.What.Replace(\"a\", \"b\")", true)]
    [InlineData("fault.Sentence == \"no\"", true)]
    [InlineData("fault.Message.ReplaceLineEndings(\" \").TrimEnd('.')", false)]
    [InlineData("step.Why = why", false)]
    [InlineData("Message == BootMessage.Offer", false)]
    public void A_question_to_a_sentence_is_found(string line, bool isOne) => Assert.Equal(isOne, Asks().IsMatch(line));

    [GeneratedRegex(
        @"\.(Why|Message|What|Sentence|Advice|Probably)[?!]*(\.(StartsWith|EndsWith|Contains|Replace|IndexOf|LastIndexOf|Split|Equals)\(| (==|!=|is) "")",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Asks();
}
