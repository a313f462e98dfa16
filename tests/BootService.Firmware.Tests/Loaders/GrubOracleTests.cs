using System.Diagnostics;
using System.Text;
using BootService.Firmware.Loaders;
using CsCheck;
using Xunit;

namespace BootService.Firmware.Tests.Loaders;

/// <summary>GRUB's lines are a shell's (GRUB manual, "Quoting"): a shell is asked what their words are.</summary>
public sealed class GrubOracleTests
{
    // Whole quotations and letters between them, so that a line has an end; nothing that a shell would expand.
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.String[Gen.Char["ab01=/.,:-_ \t"], 1, 4],
        Gen.String[Gen.Char["ab \\\"#"], 0, 4].Select(text => $"'{text}'"),
        Gen.String[Gen.Char["ab '#"], 0, 4].Select(text => $"\"{text}\""),
        Gen.Int[0, 5].Select(at => new[] { "\\ ", "\\\"", "\\'", "\\\\", "\"\\\"\"", "\"a\\b\\\\c\"" }[at]), Gen.Const(" #"), Gen.Const("a#b"));

    [Fact]
    public void A_line_has_the_words_that_a_shell_finds_in_it()
    {
        var lines = Piece.Array[0, 6].Select(string.Concat).Array[600].Single();
        var script = new StringBuilder("say() { for word; do printf '%s\\1' \"$word\"; done; printf '\\2'; }\n");
        foreach (var line in lines)
        {
            script.Append("say ").Append(line).Append('\n');
        }

        var told = Shell(script.ToString()).Split('\u0002')[..^1].Select(words => words.Split('\u0001')[..^1]).ToArray();
        Assert.Equal(lines.Length, told.Length);
        foreach (var (line, words) in lines.Zip(told))
        {
            Assert.True(words.SequenceEqual(GrubMenu.Words(line)), $"{line}: {string.Join('|', words)}, not {string.Join('|', GrubMenu.Words(line))}");
        }
    }

    [Fact]
    public void Whatever_stands_in_a_file_the_first_entry_alone_is_read() =>
        Gen.OneOf(
            Gen.Const("menuentry 'x' {"), Gen.Const("}"), Gen.Const("linux /k a b"), Gen.Const("initrd /i"), Gen.Const("exit"), Gen.Const("# linux /no"),
            Gen.Const("set x=y")).Array[0, 12].Sample(
            lines =>
            {
                var entry = GrubMenu.Default(string.Join('\n', lines));
                var begin = Array.IndexOf(lines, "menuentry 'x' {");
                var end = begin < 0 ? lines.Length : Array.IndexOf(lines, "}", begin);
                var read = lines[..(end < 0 ? lines.Length : end)];
                Assert.Equal(read.Contains("linux /k a b") ? "/k" : null, entry.Kernel);
                Assert.Equal(read.Contains("exit"), entry.Exits);
                Assert.Equal(read.Contains("initrd /i") ? ["/i"] : [], entry.Initrds);
            },
            iter: 2000);

    private static string Shell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("dash") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        shell.StandardInput.Write(script);
        shell.StandardInput.Close();
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return output;
    }
}
