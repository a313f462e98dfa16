using BootService.Core.Pallets;
using Xunit;

namespace BootService.Core.Tests.Pallets;

public class VersionOrderTests
{
    [Theory]
    [InlineData("6.6", "6.10")]
    [InlineData("6", "6.1")]
    [InlineData("7.6.1810", "8")]
    [InlineData("2015", "20151201")]
    [InlineData("6.06", "6.7")]
    [InlineData("1.0-beta", "1.0-rc")]
    public void The_left_is_older_than_the_right(string left, string right)
    {
        Assert.True(VersionOrder.Instance.Compare(left, right) < 0);
        Assert.True(VersionOrder.Instance.Compare(right, left) > 0);
        Assert.Equal(0, VersionOrder.Instance.Compare(left, left));
    }
}
