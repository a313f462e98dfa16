using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Networks that share addresses are told of when they come to do so, by whichever verb; some are meant so.</summary>
public sealed class NetworkOverlapTests : IDisposable
{
    private const string Within = "network storage (10.1.4.0/24) lies within network private (10.1.0.0/16): an address of both is taken for one of storage "
        + "unless its interface names its network";

    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void One_that_is_added_within_another_is_added_and_told() =>
        Assert.Contains(Within, Said(_stack.Type("add network storage address=10.1.4.0/24")));

    [Fact]
    public void One_that_is_changed_to_lie_within_another_is_told_once()
    {
        _stack.Type("add network storage address=10.2.0.0/16");
        Assert.Contains(Within, Said(_stack.Type("set network storage address=10.1.4.0/24")));
        Assert.DoesNotContain(Within, Said(_stack.Type("set network storage mtu=9000")));
        Assert.DoesNotContain(Within, Said(_stack.Type("set network private gateway=10.1.1.1")));
    }

    [Fact]
    public void One_of_a_table_is_told_by_its_line()
    {
        _stack.Files = _stack.Files.Add("n.csv", "network,address,mask\nstorage,10.1.4.0,255.255.255.0\n");
        Assert.Contains($"n.csv:2:1: {Within}", Said(_stack.Type("load networkfile file=n.csv")));
        Assert.DoesNotContain(Said(_stack.Type("load networkfile file=n.csv")), line => line.Contains(Within, StringComparison.Ordinal));
    }

    [Fact]
    public void Networks_side_by_side_are_not_spoken_of() =>
        Assert.DoesNotContain(Said(_stack.Type("add network storage address=10.2.0.0/16")), line => line.Contains("lies within", StringComparison.Ordinal));

    private static List<string> Said(RecordedOutput output) => output.Messages;
}
