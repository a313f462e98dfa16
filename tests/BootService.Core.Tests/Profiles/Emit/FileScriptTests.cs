using System.Text;
using BootService.Core.Profiles.Emit;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Emit;

/// <summary>Elements <c>file</c> as the shell makes them: whatever files are written and added to, in whatever order, they hold what was meant.</summary>
public sealed class FileScriptTests : IDisposable
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Choice.Among("", "\n", "a", "a\n", "\n\na", "%end\n", "EOF\n", "@x\n%post\n", "$HOME `id` \\ 'q' \"d\"\n", "tab\there", "\u00fc\u20ac\n"),
        Gen.String[Gen.Char["ab\n%@EOF$\\'\" "], 0, 30]);

    private static readonly Gen<(string Name, string Text, bool Append, string? Mode)> Step = Gen.Select(
        Choice.Among("plain", "with blank", "it's", "deep/er/file", "-dash", "$x", "ü"), Text, Gen.Bool, Choice.Among<string?>(null, "0640", "0600"));

    private readonly string _root = Directory.CreateTempSubdirectory("bootservice-files-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Files_hold_what_was_written_and_added(string shell)
    {
        foreach (var (round, steps) in Step.Array[1, 8].Array[10].Single().Index())
        {
            var folder = Path.Combine(_root, $"{shell}-{round}");
            var (script, expected, modes) = (new StringBuilder("umask 022\n"), new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string,
                string?>());
            foreach (var (name, text, append, mode) in steps)
            {
                var path = $"{folder}/{name}";
                new FileScript(ShellWord.Quote(path), IsPathFixed: path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-'), text, append,
                    Expanded: false,
                    null, mode, null, CheckIn: false).WriteTo(script);

                // A newline that begins the element is the author's layout, and a file that says something ends with one.
                var body = text.StartsWith('\n') ? text[1..] : text;
                var written = body.Length == 0 || body.EndsWith('\n') ? body : body + "\n";
                expected[path] = append || written.Length == 0 ? expected.GetValueOrDefault(path, "") + written : written;
                modes[path] = mode ?? modes.GetValueOrDefault(path);
            }

            Assert.False(KickstartSections.BreaksSection(script.ToString()), script.ToString());
            Tool.Run(shell, [], script.ToString());
            foreach (var (path, text) in expected)
            {
                Assert.Equal(text, File.ReadAllText(path));
                Assert.True(modes[path] is not { } mode || Convert.ToInt32(mode, 8) == (int)File.GetUnixFileMode(path), path);
            }
        }
    }

    [Fact]
    public void What_a_command_says_comes_first_and_variables_are_filled_in_where_that_is_asked_for()
    {
        var script = new StringBuilder("name=node7\n");
        var path = Path.Combine(_root, "made");
        new FileScript(path, IsPathFixed: true, "I am $name\n", Append: false, Expanded: true, null, null, "echo first", CheckIn: false).WriteTo(script);
        new FileScript($"\"{_root}/$name.txt\"", IsPathFixed: false, "$name\n", Append: false, Expanded: false, null, null, null, CheckIn: false)
            .WriteTo(script);
        new FileScript($"{path}.only", IsPathFixed: true, "", Append: false, Expanded: false, null, null, "echo alone", CheckIn: false).WriteTo(script);
        Tool.Run("dash", [], script.ToString());
        Assert.Equal("first\nI am node7\n", File.ReadAllText(path));
        Assert.Equal("$name\n", File.ReadAllText(Path.Combine(_root, "node7.txt")));
        Assert.Equal("alone\n", File.ReadAllText($"{path}.only"));
    }

    [Fact]
    public void An_original_is_kept_where_a_program_for_it_is_there_and_else_nothing_fails()
    {
        var (script, path) = (new StringBuilder(), Path.Combine(_root, "conf"));
        File.WriteAllText(path, "original\n");
        new FileScript(path, IsPathFixed: true, "new\n", Append: false, Expanded: false, null, null, null, CheckIn: true).WriteTo(script);
        Tool.Run("dash", [], $"ci() {{ cat \"$3\" > {_root}/kept; }}\n{script}");
        Assert.Equal(("new\n", "original\n"), (File.ReadAllText(path), File.ReadAllText(Path.Combine(_root, "kept"))));
        Assert.True(Directory.Exists(Path.Combine(_root, "RCS")));
        Tool.Run("dash", ["-e"], script.ToString());
    }

    [Theory]
    [InlineData("a", "EOF", "EOF")]
    [InlineData("EOF", "EOF", "EOF_2")]
    [InlineData("x\nEOF\nEOF_2\n", "EOF", "EOF_3")]
    [InlineData("xEOF\nEOFx", "EOF", "EOF")]
    [InlineData("E\u00fc", "EOF", "A_EOF")]
    [InlineData("E\u00fc\nA\u00fc\nA_EOF", "EOF", "B_EOF")]
    public void A_delimiter_is_no_line_of_the_text(string text, string preferred, string delimiter) =>
        Assert.Equal(delimiter, ShellWord.Delimiter(text, preferred));
}
