using System.Text;
using BootService.Media.Mirrors;

namespace BootService.Commands.Tests.Mirrors;

public sealed class PackageElementsTests
{
    private const string Head = "<?xml version=\"1.0\"?>\n<metadata packages=\"2\">\n";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void A_list_is_parted_byte_for_byte_however_it_arrives(int piece)
    {
        var first = $"<package type=\"rpm\"><name>{new string('a', 600_000)}</name></package>";
        const string Second = "<package pkgid=\"2\">\u00e9</package>";
        using var elements = new PackageElements(new Pieces($"{Head}{first}\n \t{Second}\n</metadata>\n", piece));
        Assert.Equal(Head, Text(elements.ReadHead()));
        Assert.Equal(first, Text(elements.ReadPackage()));
        Assert.Equal(Second, Text(elements.ReadPackage()));
        Assert.True(elements.ReadPackage().IsEmpty);
        Assert.Equal("\n</metadata>\n", Text(elements.ReadTail()));
    }

    [Fact]
    public void A_list_without_packages_has_a_head_alone()
    {
        using var elements = new PackageElements(new Pieces(Head + "</metadata>", 5));
        Assert.Equal(Head + "</metadata>", Text(elements.ReadHead()));
        Assert.True(elements.ReadPackage().IsEmpty);
        Assert.True(elements.ReadTail().IsEmpty);
    }

    [Theory]
    [InlineData("<package ><name>a</name>")]
    [InlineData("<package ><!-- </package> --></package>")]
    [InlineData("<package ><![CDATA[</package>]]></package>")]
    [InlineData("<package >a</package><other/><package >b</package>")]
    public void What_cannot_be_told_apart_so_is_a_fault(string list) => Assert.Throws<InvalidDataException>(() =>
    {
        using var elements = new PackageElements(new Pieces(Head + list, 9));
        elements.ReadHead();
        while (!elements.ReadPackage().IsEmpty)
        {
        }

        elements.ReadTail();
    });

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>A stream that gives a few bytes at a time.</summary>
    private sealed class Pieces(string text, int piece) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }
}
