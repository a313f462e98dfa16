using System.Text;
using System.Xml;
using BootService.Core.Packages;
using BootService.Core.Repositories;
using Xunit;

namespace BootService.Core.Tests.Repositories;

/// <summary>Metadata of strangers: what they say, and what is refused of them.</summary>
public class ForeignMetadataTests
{
    private const string Primary =
        """
        <metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="2">
        <package type="rpm"><name>zsh</name><arch>x86_64</arch><version epoch="0" ver="5.8" rel="9.el9"/><checksum type="sha" pkgid="YES">AA</checksum>
        <location xml:base="http://pool/" href="Packages/zsh.rpm"/>
        <format><rpm:provides><rpm:entry name="shell(x86-64)"/></rpm:provides><rpm:requires><rpm:entry name="libneeded.so"/></rpm:requires><file>/usr/bin/zsh</file></format></package>
        <package type="rpm"><name>glibc</name><arch>i686</arch><version epoch="0" ver="2" rel="1"/><location xml:base="media://1#2" href="glibc.rpm"/></package>
        </metadata>
        """;

    [Fact]
    public void A_package_may_lie_elsewhere_and_media_are_no_place()
    {
        var packages = RepositoryIndex.ReadPackages(Bytes(Primary)).ToList();
        Assert.Equal(["http://pool/", null], packages.Select(package => package.Base));
        Assert.Equal(new Checksum("sha1", "aa"), packages[0].Checksum);
    }

    [Theory]
    [InlineData("zsh", true)]
    [InlineData("zsh.x86_64", true)]
    [InlineData("zsh-5.8", true)]
    [InlineData("zsh-5.8-9.el9.x86_64", true)]
    [InlineData("z*", true)]
    [InlineData("q*", false)]
    [InlineData("zsh.i686", false)]
    [InlineData("glibc.i686", true)]
    [InlineData("shell(x86-64)", true)]
    [InlineData("libneeded.so", false)]
    [InlineData("/usr/bin/zsh", true)]
    [InlineData("/usr/bin/zhs", false)]
    [InlineData("/usr/share/doc/any", true)]
    [InlineData("zhs", false)]
    [InlineData("@core", true)]
    [InlineData("@Core Packages", true)]
    [InlineData("@^minimal", true)]
    [InlineData("@nginx:1.24/common", true)]
    [InlineData("@nginx/common", true)]
    [InlineData("@nginx:9", false)]
    [InlineData("@coer", false)]
    public void Whatever_a_line_of_packages_may_name_is_looked_up(string line, bool there)
    {
        var builder = new PackageIndexBuilder();
        builder.AddPackages(Bytes(Primary));
        builder.AddGroups(Bytes(
            """
            <?xml version="1.0"?><!DOCTYPE comps PUBLIC "-//CentOS//DTD Comps info//EN" "comps.dtd">
            <comps><group><id>core</id><name>Core Packages</name><packagelist><packagereq>zsh</packagereq></packagelist></group>
            <environment><id>minimal</id><name>Minimal</name></environment></comps>
            """));
        builder.AddModules(Bytes("---\ndocument: modulemd\nversion: 2\ndata:\n  name: nginx\n  stream: \"1.24\"\n  summary: x\n...\n"));
        Assert.Equal(there, new PackageOffer([builder.Build()]).Has(line, elsewhere: null));
    }

    [Fact]
    public void What_comes_from_elsewhere_is_named_in_an_attribute()
    {
        var offer = new PackageOffer([new PackageIndexBuilder().Build()]);
        Assert.True(offer.Has("vendor-agent", "other vendor-*"));
        Assert.False(offer.Has("agent", "other vendor-*"));
    }

    [Fact]
    public void Elements_within_elements_have_an_end() =>
        Assert.Throws<XmlException>(() => RepositoryIndex.ReadPackages(Bytes(string.Concat(Enumerable.Repeat("<a>", 1000)))).ToList());

    [Theory]
    [InlineData("<metadata><package type=\"rpm\"><name>", "a")]
    [InlineData("<metadata x=\"", "a")]
    [InlineData("<metadata><!--", "<a>")]
    [InlineData("<metadata><package type=\"rpm\"><name><![CDATA[", "><")]
    public void A_token_has_an_end(string head, string endless)
    {
        var fault = Assert.ThrowsAny<Exception>(() => RepositoryIndex.ReadPackages(new Endless(head, endless)).ToList());
        Assert.True(fault is XmlException or InvalidDataException, fault.ToString());
    }

    [Fact]
    public void A_document_type_is_refused() =>
        Assert.Throws<XmlException>(() => RepositoryIndex.ReadPackages(Bytes("<!DOCTYPE m [<!ENTITY a \"aaaa\">]><metadata>&a;</metadata>")).ToList());

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A beginning, and then the same for ever.</summary>
    private sealed class Endless(string head, string endless) : Stream
    {
        private readonly MemoryStream _head = new(Encoding.UTF8.GetBytes(head));
        private readonly byte[] _endless = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(endless, 1024)));
        private int _left = 64 << 10;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (_head.Read(buffer) is var read and > 0)
            {
                return read;
            }

            Assert.True(--_left > 0, "it was read without end");
            var count = Math.Min(buffer.Length, _endless.Length);
            _endless.AsSpan(0, count).CopyTo(buffer);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _head.Dispose();
            base.Dispose(disposing);
        }
    }
}
