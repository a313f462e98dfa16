using System.Text;
using System.Text.Json.Nodes;
using BootService.Core.Profiles.Emit;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Emit;

/// <summary>What is written for a shell, taken apart by a real one; words of kickstarts and trees put together.</summary>
public class ShellWordTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.OneOf(Gen.Char["'\"\\$`!*?;&|<>(){}[]~#= \t\naE_OF%@-"], Gen.Char[' ', '\u07FF']), 0, 24]
        .Select(text => text.Replace('\0', ' ').ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    public void Every_word_comes_out_of_a_shell_as_it_went_in(string shell)
    {
        var words = Text.Array[400].Single();
        var script = new StringBuilder();
        foreach (var word in words)
        {
            script.Append("printf '%s\\0' ").Append(ShellWord.Quote(word)).Append('\n');
        }

        Assert.Equal(words, Tool.Run(shell, [], script.ToString()).Split('\0')[..^1]);
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    public void Every_file_comes_out_of_a_here_document_as_it_went_in(string shell)
    {
        var texts = Gen.OneOf(Text, Choice.Among("EOF\n", "a\nEOF", "EOF\nA_EOF\n", "E\u00fc\n", "EOF\u00fc\nA_E\u00fc", "EOF_2\nEOF\n")).Array[300].Single()
            .Select(text => text.EndsWith('\n') ? text : text + "\n").ToArray();
        var script = new StringBuilder();
        foreach (var text in texts)
        {
            var end = ShellWord.Delimiter(text, "EOF");
            script.Append("cat << '").Append(end).Append("'\n").Append(text).Append(end).Append("\nprintf '\\0'\n");
        }

        Assert.Equal(texts, Tool.Run(shell, [], script.ToString()).Split('\0')[..^1]);
    }

    [Fact]
    public void A_file_that_holds_the_installers_own_words_arrives_whole()
    {
        var texts = Gen.String[Gen.Char["%end\n aposktg"], 0, 40].Select(text => text + "\n%end\n%packages -x\n").Array[100].Single();
        foreach (var text in texts)
        {
            var script = new StringBuilder();
            new FileScript("/dev/stdout", true, text, Append: false, Expanded: false, null, null, null, CheckIn: false).WriteTo(script);
            Assert.False(KickstartSections.BreaksSection(script.ToString()), script.ToString());
            Assert.Equal(text.StartsWith('\n') ? text[1..] : text, Tool.Run("sh", [], script.ToString()));
        }
    }

    [Theory]
    [InlineData("--name=a --fullname=\"Ada L\" x", "--name=a|--fullname=Ada L|x")]
    [InlineData("'a b'\\ c \"d\\\"e\"", "a b c|d\"e")]
    [InlineData("a\\", "a\\")]
    [InlineData("''", "")]
    [InlineData("\"open", "open")]
    [InlineData("  ", "")]
    public void A_command_of_a_kickstart_is_taken_apart_as_its_parser_does(string line, string words) =>
        Assert.Equal(words, string.Join('|', KickstartLexer.Split(line)));

    [Fact]
    public void Trees_are_put_together_member_by_member()
    {
        var tree = JsonNode.Parse("""{"a":{"b":1,"c":[1]},"d":2}""")!.AsObject();
        TreeMerge.Into(tree, JsonNode.Parse("""{"a":{"b":3,"c":[2],"e":null},"d":{"f":4},"g":[5]}""")!.AsObject());
        Assert.Equal("""{"a":{"b":3,"c":[1,2],"e":null},"d":{"f":4},"g":[5]}""", tree.ToJsonString());
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{")]
    [InlineData("")]
    public void What_is_no_object_is_told_of_in_one_line(string text)
    {
        var (trees, fault) = TreeMerge.Of(["{}", text], "ubuntu");
        Assert.Single(trees);
        Assert.StartsWith("<native os=\"ubuntu\"> must hold a JSON object: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault!);
    }
}
