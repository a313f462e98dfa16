using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using BootService.Core.Profiles.Emit;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Emit;

/// <summary>What is written for a shell, taken apart by a real one; words of kickstarts and trees of YAML.</summary>
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

        Assert.Equal(words, Output(shell, script.ToString()).Split('\0')[..^1]);
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

        Assert.Equal(texts, Output(shell, script.ToString()).Split('\0')[..^1]);
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
            Assert.Equal(text.StartsWith('\n') ? text[1..] : text, Output("sh", script.ToString()));
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
    public void YAML_holds_what_the_tree_holds() =>
        Gen.Dictionary(Gen.OneOf(Choice.Among("a", "yes", "on", "null", "1", "a b", "", "-", "a: b", "#"), Text), Text)[0, 5].Sample(
            members =>
            {
                var inner = new JsonObject(members.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
                var tree = new JsonObject
                {
                    ["tree"] = inner.DeepClone(),
                    ["list"] = new JsonArray(inner.DeepClone(), new JsonArray(), "x", null, 7, true),
                    ["empty"] = new JsonObject(),
                };
                Assert.Equal(tree.ToJsonString(), Read(Yaml.Write(tree)).ToJsonString());
            },
            iter: 1000);

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

    // As much of YAML as is written: blocks by their depth, and JSON for what stands on a line.
    private static JsonNode Read(string yaml)
    {
        var lines = yaml.Split('\n')[..^1].Select(line => (Depth: line.TakeWhile(letter => letter == ' ').Count(), Text: line.TrimStart(' '))).ToList();
        return Block(lines, 0, lines.Count);
    }

    private static JsonNode Block(List<(int Depth, string Text)> lines, int from, int to)
    {
        var (depth, isList) = (lines[from].Depth, lines[from].Text.StartsWith('-'));
        JsonNode made = isList ? new JsonArray() : new JsonObject();
        for (var at = from; at < to;)
        {
            var end = at + 1;
            while (end < to && lines[end].Depth > depth)
            {
                end++;
            }

            if (isList)
            {
                var rest = lines[at].Text[1..].TrimStart(' ');
                made.AsArray().Add(IsMember(rest) ? Block([(depth + 2, rest), .. lines[(at + 1)..end]], 0, end - at) : Scalar(rest));
            }
            else
            {
                var colon = Colon(lines[at].Text);
                var (name, rest) = (lines[at].Text[..colon], lines[at].Text[(colon + 1)..].TrimStart(' '));
                made.AsObject().Add(name.StartsWith('"') ? (string)JsonNode.Parse(name)! : name, rest.Length > 0 ? Scalar(rest) : Block(lines, at + 1, end));
            }

            at = end;
        }

        return made;
    }

    private static bool IsMember(string text) => text.Length > 0 && Colon(text) > 0;

    private static int Colon(string text)
    {
        if (!text.StartsWith('"'))
        {
            return text is ['{' or '[', ..] ? -1 : text.IndexOf(':', StringComparison.Ordinal);
        }

        var at = 1;
        while (text[at] != '"')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return at + 1 < text.Length && text[at + 1] == ':' ? at + 1 : -1;
    }

    private static JsonNode? Scalar(string text) => JsonNode.Parse(text);

    private static string Output(string shell, string script)
    {
        using var process = Process.Start(new ProcessStartInfo(shell)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        var writing = Task.Run(() =>
        {
            process.StandardInput.Write(script);
            process.StandardInput.Close();
        });
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(writing.IsCompletedSuccessfully || writing.Wait(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
