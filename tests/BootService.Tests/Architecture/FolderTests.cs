using System.Text.RegularExpressions;
using Xunit;

namespace BootService.Tests.Architecture;

/// <summary>Folders of a project import each other in one direction, so that each can be read with those below it and no others.</summary>
public partial class FolderTests
{
    /// <summary>The state is made of hosts, attempts and the rest, and these ask questions of the state: the one circle there is.</summary>
    private const string Hub = "BootService.Core/Inventories";

    public static TheoryData<string> Projects => [..
        Directory.EnumerateDirectories(SourceTree.Path("src")).Select(folder => Path.GetFileName(folder)).Where(name => name.StartsWith("BootService",
            StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_import_each_other_in_no_circle(string project)
    {
        var imports = Imports(project);
        var circles = imports.Keys.Select(folder => Circle(imports, folder)).OfType<string>();
        Assert.DoesNotContain(circles, circle => !circle.Split(" -> ").All(folder => Reaches(imports, folder, Hub) && Reaches(imports, Hub, folder)));
    }

    [Fact]
    public void A_circle_is_found()
    {
        var imports = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal) { ["a"] = ["b"], ["b"] = ["c"], ["c"] = ["b"], ["d"] = [] };
        Assert.Equal([null, "b -> c -> b", "c -> b -> c", null], imports.Keys.Select(folder => Circle(imports, folder)));
        Assert.Contains("BootService/Hosting", Imports("BootService").Keys);
        Assert.Contains("BootService/Doors", Imports("BootService")["BootService/Http"]);
    }

    private static bool Reaches(Dictionary<string, HashSet<string>> imports, string from, string to)
    {
        var seen = new HashSet<string>([from], StringComparer.Ordinal);
        for (var way = new Queue<string>(seen); way.TryDequeue(out var folder);)
        {
            foreach (var next in (imports.GetValueOrDefault(folder) ?? []).Where(seen.Add))
            {
                way.Enqueue(next);
            }
        }

        return seen.Contains(to);
    }

    /// <summary>The shortest way from a folder back to itself; null when there is none.</summary>
    private static string? Circle(Dictionary<string, HashSet<string>> imports, string start)
    {
        var ways = new Queue<string[]>([[start]]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            foreach (var next in imports.GetValueOrDefault(way[^1]) ?? [])
            {
                if (next == start)
                {
                    return string.Join(" -> ", [.. way, next]);
                }

                if (seen.Add(next))
                {
                    ways.Enqueue([.. way, next]);
                }
            }
        }

        return null;
    }

    /// <summary>Which folders each folder of a project names: by a <c>using</c>, or by a type behind the folder's name.</summary>
    private static Dictionary<string, HashSet<string>> Imports(string project)
    {
        var root = SourceTree.Path("src", project);
        var folders = Directory.EnumerateDirectories(root)
            .ToDictionary(folder => Path.GetFileName(folder), folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories),
                StringComparer.Ordinal);
        var types = folders.ToDictionary(
            folder => folder.Key, folder => folder.Value.Select(file => Path.GetFileNameWithoutExtension(file)!).ToHashSet(StringComparer.Ordinal),
                StringComparer.Ordinal);
        return folders.Where(folder => folder.Value.Length > 0).ToDictionary(
            folder => $"{project}/{folder.Key}",
            folder => folder.Value.SelectMany(file => Named(project, File.ReadAllText(file), types))
                .Where(other => other != folder.Key).Select(other => $"{project}/{other}").ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private static IEnumerable<string> Named(string project, string text, Dictionary<string, HashSet<string>> types)
    {
        var imported = Using().Matches(text).Where(import => import.Groups["project"].Value == project)
            .Select(import => import.Groups["folder"].Value).Where(types.ContainsKey);
        var qualified = Qualified().Matches(Comment().Replace(text, string.Empty))
            .Where(name => types.TryGetValue(name.Groups["folder"].Value, out var own) && own.Contains(name.Groups["type"].Value))
            .Select(name => name.Groups["folder"].Value);
        return imported.Concat(qualified);
    }

    [GeneratedRegex(@"^using (static |\w+ = )?(?<project>BootService(\.(Protocols|Core|Storage|Commands|Contracts|Firmware|Media|Cli))?)\.(?<folder>\w+)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Using();

    [GeneratedRegex(@"(?<![.\w])(?<folder>[A-Z]\w+)\.(?<type>[A-Z]\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Qualified();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Comment();
}
