using System.Text;
using BootService.Core.Repositories;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Repositories;

/// <summary>Variables of .repo files: dnf took their alternatives from the shell, so a shell is asked what they stand for.</summary>
public class RepoVariablesTests
{
    private static readonly RepoVariables Known = new("x86_64", "10.1");

    private static readonly Gen<string> Word = Choice.Among("a", "b/", "", "-", "$basearch", "${releasever}");

    private static readonly Gen<string> Piece = Gen.OneOf(
        Choice.Among("http://h/", "x", ".", "$releasever/", "${releasever_major}", "$releasever_minor.", "$basearch/", "${arch}"),
        Gen.Select(Choice.Among("releasever", "unset", "basearch"), Choice.Among(":-", ":+"), Word, (name, how, word) => $"${{{name}{how}{word}}}"),
        Gen.Select(Choice.Among("releasever", "unset"), Choice.Among(":-", ":+"), Word, Choice.Among("unset", "arch"), (name, how, word, inner)
            => $"${{{name}{how}{word}${{{inner}:-{word}}}}}"));

    [Fact]
    public void They_stand_for_what_a_shell_makes_of_them()
    {
        var texts = Piece.Array[1, 5].Select(string.Concat).Array[800].Single();
        var script = new StringBuilder("releasever=10.1 releasever_major=10 releasever_minor=1 basearch=x86_64 arch=x86_64\n");
        foreach (var text in texts)
        {
            script.Append("printf '%s\\n' \"").Append(text).Append("\"\n");
        }

        Assert.Equal(Tool.Run("dash", [], script.ToString()).Split('\n')[..^1], texts.Select(text => Known.Fill(text)));
    }

    [Theory]
    [InlineData("$nobody/$basearch", "$nobody/x86_64", "nobody")]
    [InlineData("${nobody}/x", "${nobody}/x", "nobody")]
    [InlineData("$BASEARCH", "x86_64", "")]
    [InlineData("cost $5 or ${", "cost $5 or ${", "5")]
    [InlineData("$", "$", "")]
    [InlineData("a$$b", "a$$b", "b")]
    [InlineData("${releasever", "${releasever", "")]
    [InlineData("${releasever:=x}", "${releasever:=x}", "")]
    [InlineData("${releasever:-x", "${releasever:-x", "")]
    public void What_has_no_value_stays_as_it_is_written_and_is_named(string text, string filled, string names)
    {
        Assert.Equal(filled, Known.Fill(text));
        Assert.Equal(names, string.Join(' ', RepoVariables.In(Known.Fill(text))));
    }

    [Theory]
    [InlineData("i686", "i386")]
    [InlineData("armv7hl", "armhfp")]
    [InlineData("amd64", "x86_64")]
    [InlineData("aarch64", "aarch64")]
    public void An_architecture_s_packages_lie_under_its_kin_s_name(string arch, string kin) =>
        Assert.Equal($"{arch} {kin}", new RepoVariables(arch, null).Fill("$arch $basearch"));

    [Theory]
    [InlineData("9", "9 9 $releasever_minor")]
    [InlineData("9.4", "9.4 9 4")]
    [InlineData("7.9.2009", "7.9.2009 7 9.2009")]
    [InlineData(null, "$releasever $releasever_major $releasever_minor")]
    public void A_release_has_two_halves_where_it_has_a_dot(string? release, string filled) =>
        Assert.Equal(filled, new RepoVariables("x86_64", release).Fill("$releasever $releasever_major $releasever_minor"));

    [Fact]
    public void Any_text_comes_to_an_end_and_what_is_no_variable_stays() =>
        Gen.String[Gen.Char["${}:+-_ab19 "], 0, 60].Sample(
            text =>
            {
                Assert.True(RepoVariables.In(text).Length > 0 || Known.Fill(text) == text, text);
                Assert.All(RepoVariables.In(text), name => Assert.Matches("^[A-Za-z0-9_]+$", name));
            },
            iter: 5000);
}
