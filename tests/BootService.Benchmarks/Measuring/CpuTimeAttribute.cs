using BenchmarkDotNet.Analysers;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;

namespace BootService.Benchmarks.Measuring;

/// <summary>Adds the processor time of each operation, all threads together: on a machine that others use too, the time on the clock says little.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CpuTimeAttribute : Attribute, IConfigSource
{
    public IConfig Config { get; } = ManualConfig.CreateEmpty().AddDiagnoser(new CpuTime());

    /// <summary>Reads the clock of this process around the measured runs; for benchmarks that run in it.</summary>
    private sealed class CpuTime : IDiagnoser
    {
        private TimeSpan _start;
        private TimeSpan _spent;

        public IEnumerable<string> Ids => [nameof(CpuTime)];

        public IEnumerable<IExporter> Exporters => [];

        public IEnumerable<IAnalyser> Analysers => [];

        public RunMode GetRunMode(BenchmarkCase benchmarkCase) => RunMode.NoOverhead;

        public void Handle(HostSignal signal, DiagnoserActionParameters parameters)
        {
            switch (signal)
            {
                case HostSignal.BeforeActualRun:
                    _start = Environment.CpuUsage.TotalTime;
                    break;
                case HostSignal.AfterActualRun:
                    _spent = Environment.CpuUsage.TotalTime - _start;
                    break;
            }
        }

        public IEnumerable<Metric> ProcessResults(DiagnoserResults results)
        {
            var operations = results.Measurements
                .Where(run => run.IterationMode is IterationMode.Workload && run.IterationStage is IterationStage.Actual)
                .Sum(run => run.Operations);
            yield return new Metric(new PerOperation(), _spent.TotalNanoseconds / Math.Max(1, operations));
        }

        public void DisplayResults(ILogger logger)
        {
            // The column says it.
        }

        public IEnumerable<ValidationError> Validate(ValidationParameters validationParameters) => [];
    }

    private sealed class PerOperation : IMetricDescriptor
    {
        public string Id => "CpuTime";

        public string DisplayName => "CPU";

        public string Legend => "Processor time of one operation, all threads together";

        public string NumberFormat => "0.##";

        public UnitType UnitType => UnitType.Time;

        public string Unit => "ns";

        public bool TheGreaterTheBetter => false;

        public int PriorityInCategory => 0;

        public bool GetIsAvailable(Metric metric) => true;
    }
}
