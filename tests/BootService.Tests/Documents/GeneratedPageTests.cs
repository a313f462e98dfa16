using System.Globalization;
using System.Text.RegularExpressions;
using BootService.Commands;
using BootService.Hosting;
using BootService.Settings;
using BootService.Tests.Architecture;
using Xunit;

namespace BootService.Tests.Documents;

/// <summary>Pages that are made from the code are what the code says now; UPDATE_GOLDEN=1 writes them anew.</summary>
public partial class GeneratedPageTests
{
    [Fact]
    public void The_page_of_settings_is_the_codes() => Holds("settings.md", SettingsCatalog.Page(Daemon.Keys));

    [Fact]
    public void The_page_of_attributes_is_the_codes() => Holds("attributes.md", Descriptions.Write("attributes")!);

    [Fact]
    public void Every_key_says_what_it_means() => Assert.All(Daemon.Keys, key => Assert.EndsWith(".", key.Meaning, StringComparison.Ordinal));

    [Fact]
    public void Help_names_every_key_with_its_default()
    {
        var help = SettingsCatalog.Help(Daemon.Keys).Split('\n');
        Assert.Contains("  Admin:Listen", help);
        Assert.Contains("  Dhcp:Mode=authoritative", help);
        Assert.Contains("  Tftp:GiveUpAfter=00:00:30", help);
        Assert.All(Daemon.Keys, key => Assert.Contains(help, line => line.Trim().Split('=')[0] == key.Key));
    }

    [Fact]
    public void The_first_page_tells_keys_that_there_are_with_the_defaults_that_they_have()
    {
        var defaults = Daemon.Keys.ToDictionary(key => key.Key, key => key.Default);
        var told = KeyRow().Matches(File.ReadAllText(SourceTree.Path("README.md"))).SelectMany(
            row => row.Groups["key"].Captures.Zip(Values(row), (key, value) => (Key: key.Value, Value: value))).ToList();

        Assert.InRange(told.Count, 30, defaults.Count);
        Assert.All(told, row => Assert.Contains(row.Key, defaults.Keys));
        Assert.All(told.Where(row => row.Value is not null), row => Assert.Equal((row.Key, defaults[row.Key]), (row.Key, row.Value)));
    }

    // As the settings say it; null for what is told in words.
    private static IEnumerable<string?> Values(Match row)
    {
        var cells = row.Groups["default"].Value.Split(", ");
        return row.Groups["key"].Captures.Select((_, at) => cells[Math.Min(at, cells.Length - 1)]).Select(cell => cell switch
        {
            ['`', .. var code, '`'] => code,
            [.. var mebibytes, ' ', 'M', 'i', 'B'] => (int.Parse(mebibytes, CultureInfo.InvariantCulture) << 20).ToString(CultureInfo.InvariantCulture),
            _ when cell.All(char.IsAsciiDigit) => cell,
            _ => null,
        });
    }

    [GeneratedRegex(@"^\| (?:`(?<key>\w[\w:]*)`(?:, )?)+ \| (?<default>[^|]+) \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex KeyRow();

    private static void Holds(string page, string text)
    {
        var path = SourceTree.Path("docs", page);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 })
        {
            File.WriteAllText(path, text + "\n");
        }

        Assert.True(
            text + "\n" == File.ReadAllText(path),
            $"docs/{page} is not what the code says any more: run this test with UPDATE_GOLDEN=1, and look at what changed");
    }
}
