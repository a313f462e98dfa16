using System.Text;
using System.Text.Json;
using BootService.Core;

namespace BootService.Commands.Imports;

/// <summary>
/// Cobbler's distros, profiles and systems, however they came: its folder of collections, one file with lists of them, or single items. Pure.
/// </summary>
internal sealed class CobblerItems
{
    private const string Inherited = "<<inherit>>";

    private static readonly string[] Others = ["repos", "images", "mgmtclasses", "packages", "files", "menus"];

    /// <summary>Distros by name.</summary>
    public Dictionary<string, ImportedJson> Distros { get; } = new(StringComparer.Ordinal);

    /// <summary>Profiles by name.</summary>
    public Dictionary<string, ImportedJson> Profiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Systems by name.</summary>
    public Dictionary<string, ImportedJson> Systems { get; } = new(StringComparer.Ordinal);

    /// <summary>Items of other kinds: the kind and the name.</summary>
    public List<(string Kind, string Name)> Left { get; } = [];

    /// <summary>Reads what a person named.</summary>
    /// <exception cref="RefusedException">It holds none of these.</exception>
    public static CobblerItems Read(string path, ReadOnlyMemory<byte> text)
    {
        var items = new CobblerItems();
        var root = ImportedJson.Root(path, text);
        if (root.ValueKind is JsonValueKind.Object && root.EnumerateObject().Any()
            && root.EnumerateObject().All(member => member.Value.ValueKind is JsonValueKind.String && IsFile(member.Name)))
        {
            // A folder: the paths of its files and their texts.
            foreach (var file in root.EnumerateObject())
            {
                items.Take(ImportedJson.Root($"{path}/{file.Name}", Encoding.UTF8.GetBytes(file.Value.GetString()!)), KindOf(file.Name));
            }
        }
        else
        {
            items.Take(root, null);
        }

        return items.Distros.Count + items.Profiles.Count + items.Systems.Count > 0
            ? items
            : throw new RefusedException(
                $"{path} holds no distros, profiles or systems of Cobbler: name its folder, /var/lib/cobbler/collections or /var/lib/cobbler/config, or a file "
                    + "with lists of them");
    }

    /// <summary>The text of a member; null where the item has what its parent has.</summary>
    public static string? Text(ImportedJson item, params IEnumerable<string> names) =>
        names.Select(item.Text).FirstOrDefault(text => text is not null and not Inherited and not "~");

    /// <summary>
    /// The words of a member that is an object or a text such as <c>a=1 b="2 3" c</c>, a word that has several values once for each; nothing where the item has
    /// what its parent has.
    /// </summary>
    public static IEnumerable<(string Name, string? Value)> Pairs(ImportedJson item, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (item.Object(name).Names.Any())
            {
                return item.Object(name).Words.Select(pair => (pair.Name, (string?)(pair.Value is "" or "~" ? null : pair.Value)));
            }

            if (Text(item, name) is { } text)
            {
                return (Core.Power.CommandProtocol.Split(text)?.ToArray() ?? text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(
                    word => word.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (word[..at], (string?)word[(at + 1)..]) : (word, null));
            }
        }

        return [];
    }

    private static bool IsFile(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static string? KindOf(string file) =>
        file.Split('/').SkipLast(1).Select(folder => folder.EndsWith(".d", StringComparison.Ordinal) ? folder[..^2] : folder)
            .LastOrDefault(folder => folder is "distros" or "profiles" or "systems" || Others.Contains(folder));

    private void Take(JsonElement found, string? kind)
    {
        if (found.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in found.EnumerateArray())
            {
                Take(item, kind);
            }
        }
        else if (found.ValueKind is JsonValueKind.Object && kind is null && !found.TryGetProperty("name", out _)
            && found.EnumerateObject().Any(member => member.Value.ValueKind is JsonValueKind.Array && Lists(member.Name) is not null))
        {
            foreach (var member in found.EnumerateObject().Where(member => Lists(member.Name) is not null))
            {
                Take(member.Value, Lists(member.Name));
            }
        }
        else if (new ImportedJson(found) is var item && item.Text("name") is { } name)
        {
            Keep(item, name, kind ?? (item.Has("interfaces") ? "systems" : item.Has("distro") ? "profiles" : item.Has("kernel") ? "distros" : "items"));
        }
    }

    private static string? Lists(string member) => member is "distros" or "profiles" or "systems" || Others.Contains(member) ? member : null;

    private void Keep(ImportedJson item, string name, string kind)
    {
        switch (kind)
        {
            case "distros":
                Distros[name] = item;
                break;
            case "profiles":
                Profiles[name] = item;
                break;
            case "systems":
                Systems[name] = item;
                break;
            default:
                Left.Add((kind, name));
                break;
        }
    }
}
