using BootService.Commands;
using BootService.Hosting;
using BootService.Settings;
using BootService.Tests.Architecture;
using Xunit;

namespace BootService.Tests.Documents;

/// <summary>Pages that are made from the code are what the code says now; UPDATE_GOLDEN=1 writes them anew.</summary>
public class GeneratedPageTests
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
