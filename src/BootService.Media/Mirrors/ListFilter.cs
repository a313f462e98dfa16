using System.Globalization;
using System.Net;
using System.Text;
using BootService.Core.Repositories;

namespace BootService.Media.Mirrors;

/// <summary>Copies the elements of some packages from a repository's list to a mirror's, with their new place in <c>primary</c>.</summary>
internal sealed class ListFilter
{
    private readonly Dictionary<string, string> _places;
    private readonly HashSet<string> _sums;

    /// <param name="packages">The packages to keep; each has a sum.</param>
    /// <param name="folder">The folder of the mirror that they lie in.</param>
    public ListFilter(IReadOnlyCollection<RpmPackage> packages, string folder)
    {
        _places = packages.ToDictionary(package => package.Location, package => $"{folder}/{package.FileName}", StringComparer.Ordinal);
        _sums = packages.Select(package => package.Checksum!.Value.Value).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Copies them.</summary>
    /// <param name="list">The repository's list, unpacked.</param>
    /// <param name="into">The mirror's.</param>
    /// <param name="located">Whether it is <c>primary</c>, which says where packages lie; the others name them by their sum.</param>
    /// <returns>Whether every package to keep was there.</returns>
    /// <exception cref="InvalidDataException">The list is written in a way that is not understood here.</exception>
    public bool Copy(Stream list, Stream into, bool located)
    {
        using var elements = new PackageElements(list);
        into.Write(Counted(elements.ReadHead(), located ? _places.Count : _sums.Count));
        var left = located ? _places.Keys.ToHashSet(StringComparer.Ordinal) : new HashSet<string>(_sums, StringComparer.Ordinal);
        while (elements.ReadPackage() is { IsEmpty: false } element)
        {
            if (located)
            {
                Place(element, left, into);
            }
            else if (left.Remove(Value(element[..element.IndexOf((byte)'>')], "pkgid=\""u8)))
            {
                into.Write(element);
                into.Write("\n"u8);
            }
        }

        into.Write(elements.ReadTail());
        return left.Count == 0;
    }

    private void Place(ReadOnlySpan<byte> element, HashSet<string> left, Stream into)
    {
        var start = element.IndexOf("<location "u8);
        var length = start < 0 ? -1 : element[start..].IndexOf("/>"u8);
        if (length < 0)
        {
            throw new InvalidDataException("a package has no place");
        }

        var location = Value(element.Slice(start, length), "href=\""u8);
        if (left.Remove(location))
        {
            into.Write(element[..start]);
            into.Write(Encoding.UTF8.GetBytes($"<location href=\"{WebUtility.HtmlEncode(_places[location])}\""));
            into.Write(element[(start + length)..]);
            into.Write("\n"u8);
        }
    }

    /// <summary>The text of an attribute, without its escapes.</summary>
    private static string Value(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> attribute)
    {
        var start = tag.IndexOf(attribute);
        var rest = start < 0 ? default : tag[(start + attribute.Length)..];
        var end = rest.IndexOf((byte)'"');
        return end < 0 ? throw new InvalidDataException("a package lacks what names it") : WebUtility.HtmlDecode(Encoding.UTF8.GetString(rest[..end]));
    }

    /// <summary>The beginning of a list, which says how many packages follow.</summary>
    private static byte[] Counted(ReadOnlySpan<byte> head, int packages)
    {
        var text = Encoding.UTF8.GetString(head);
        var start = text.IndexOf(" packages=\"", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('"', start + 11);
        return end < 0 || text.Contains("<!", StringComparison.Ordinal) ? throw new InvalidDataException("the list does not say how many packages it has")
            : Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, start + 11)}{packages}{text.AsSpan(end)}"));
    }
}
