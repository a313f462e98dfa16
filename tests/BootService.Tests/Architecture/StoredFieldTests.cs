using System.Text.RegularExpressions;
using Xunit;

namespace BootService.Tests.Architecture;

/// <summary>A field of a host is said by the host, its table and a migration for each engine: reading, writing, the log and undo follow from them.</summary>
public class StoredFieldTests
{
    /// <summary>The rooms that keep hosts, compare them, log them and put them back.</summary>
    private static readonly string[] Keepers =
    [
        "BootService.Core/Audits", "BootService.Core/Inventories", "BootService.Core/Stored", "BootService.Core/Stores", "BootService.Storage",
        "BootService.Storage.Postgres",
    ];

    [Theory]
    [InlineData("Comment")]
    [InlineData("InstallAction")]
    [InlineData("OsAction")]
    public void Of_those_who_keep_a_host_only_its_table_spells_a_field(string field)
    {
        Assert.True(Spells("BootService.Core/Hosts/Host.cs", field));
        Assert.Equal(["BootService.Core/Stored/HostTables.cs"], Keepers.SelectMany(Sources).Where(file => Spells(file, field)));
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(SourceTree.Path("src", folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(SourceTree.Path("src"), file));

    private static bool Spells(string file, string field) =>
        Regex.IsMatch(File.ReadAllText(SourceTree.Path("src", file)), $@"\b{field}\b", RegexOptions.None, TimeSpan.FromSeconds(10));
}
