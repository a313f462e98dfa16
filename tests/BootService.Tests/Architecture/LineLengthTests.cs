using Xunit;

namespace BootService.Tests.Architecture;

/// <summary>Lines that a reader sees whole beside another file. Texts that are data, in raw strings, are as long as they are.</summary>
public sealed class LineLengthTests
{
    private const int Most = 160;
    private const string RawQuote = "\"\"\"";

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_line_of_code_is_longer_than_160_columns(string folder)
    {
        var tooLong = Directory.EnumerateFiles(SourceTree.Path(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(LongLines).Order(StringComparer.Ordinal).ToArray();
        Assert.True(tooLong.Length == 0, string.Join('\n', tooLong));
    }

    private static IEnumerable<string> LongLines(string file)
    {
        var inRaw = false;
        foreach (var (index, line) in File.ReadLines(file).Index())
        {
            var touchesRaw = inRaw;
            for (var at = 0; (at = line.IndexOf(RawQuote, at, StringComparison.Ordinal)) >= 0;)
            {
                (inRaw, touchesRaw) = (!inRaw, true);
                while (at < line.Length && line[at] == '"')
                {
                    at++;
                }
            }

            if (line.Length > Most && !touchesRaw)
            {
                yield return $"{Path.GetRelativePath(SourceTree.Path(), file)}:{index + 1} has {line.Length} columns";
            }
        }
    }
}
