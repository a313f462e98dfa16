using BootService.Hosting;
using Xunit;

namespace BootService.Tests.Hosting;

public class FoldedPathTests
{
    [Theory]
    [InlineData("/install/boot//grubx64.efi", "/install/boot/grubx64.efi")]
    [InlineData("//a///b//", "/a/b/")]
    [InlineData("/a/b", "/a/b")]
    public void Repeated_slashes_are_one(string path, string folded) => Assert.Equal(folded, FoldedPath.Fold(path));
}
