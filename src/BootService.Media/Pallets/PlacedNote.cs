using System.Security.Cryptography;
using System.Text;
using BootService.Core.Pallets;
using BootService.Media.Discs;

namespace BootService.Media.Pallets;

/// <summary>
/// Notes beside the pallets of which of them may be in their place and unknown to the inventory, because they come or because they go: a stop in between leaves
/// one behind.
/// </summary>
internal static class PlacedNote
{
    private const string Prefix = ".placing-";

    /// <summary>Leaves a note, which is on the disk when this returns.</summary>
    public static void Write(string pallets, PalletKey key)
    {
        using var file = File.OpenHandle(PathOf(pallets, key), FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(key.Folder), 0);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Takes it away; none is fine.</summary>
    public static void Remove(string pallets, PalletKey key)
    {
        if (Directory.Exists(pallets))
        {
            File.Delete(PathOf(pallets, key));
        }
    }

    /// <summary>All there are: the note, and the pallet's folder. One that was cut short speaks of nothing that had begun.</summary>
    public static IEnumerable<(string Note, string Place)> All(string pallets)
    {
        foreach (var note in Directory.GetFiles(pallets, Prefix + "*"))
        {
            var place = File.ReadAllText(note);
            yield return (note, place.Split('/') is { Length: 4 } parts && parts.All(PalletWord.IsOne) ? place : string.Empty);
        }
    }

    private static string PathOf(string pallets, PalletKey key) =>
        Path.Combine(pallets, Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Folder)))[..16]);
}
