using System.Diagnostics;
using BootService.Core.Profiles;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles;

public class TextDiffTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "a\nb\nc\n", "")]
    [InlineData("", "", "")]
    [InlineData("", "a\n", "--- old\n+++ new\n@@ -0,0 +1 @@\n+a\n")]
    [InlineData("a\n", "", "--- old\n+++ new\n@@ -1 +0,0 @@\n-a\n")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n")]
    public void Differences_are_shown_with_three_lines_around_each(string left, string right, string expected) =>
        Assert.Equal(expected, TextDiff.Unified("old", left, "new", right));

    [Fact]
    public void Far_differences_stand_apart()
    {
        var lines = Enumerable.Range(1, 40).Select(n => $"{n}").ToArray();
        var changed = lines.Select(line => line is "5" or "35" ? "x" : line);
        var diff = TextDiff.Unified("old", string.Join('\n', lines), "new", string.Join('\n', changed));
        Assert.Equal(2, diff.Split("\n@@ ").Length - 1);
    }

    [Fact]
    public void Texts_too_different_to_compare_are_shown_as_replaced()
    {
        var left = string.Concat(Enumerable.Range(0, 5_000).Select(n => $"l{n}\n"));
        var right = string.Concat(Enumerable.Range(0, 5_000).Select(n => $"r{n}\n"));
        Assert.StartsWith("--- old\n+++ new\n@@ -1,5000 +1,5000 @@\n-l0\n", TextDiff.Unified("old", left, "new", right), StringComparison.Ordinal);
    }

    /// <summary>The judge is patch(1).</summary>
    [Fact]
    public void Patch_makes_the_second_text_from_the_first()
    {
        var folder = Directory.CreateTempSubdirectory("bootservice-diff-").FullName;
        try
        {
            var text = Gen.Int[0, 3].Select(n => $"{n}\n").Array[1, 30].Select(string.Concat);
            Gen.Select(text, text).Sample((left, right) => left == right || Patched(folder, left, right) == right, iter: 30, threads: 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Patched(string folder, string left, string right)
    {
        var file = Path.Combine(folder, "text");
        File.WriteAllText(file, left);
        using var patch = Process.Start(
            new ProcessStartInfo("patch", ["--quiet", "--fuzz=0", file]) { RedirectStandardInput = true, UseShellExecute = false })!;
        patch.StandardInput.Write(TextDiff.Unified("text", left, "text", right));
        patch.StandardInput.Close();
        patch.WaitForExit();
        return File.ReadAllText(file);
    }
}
