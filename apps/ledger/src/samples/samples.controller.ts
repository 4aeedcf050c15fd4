import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DrawSample, Sample, SampleList, SampleListQuery, shapes } from '#libs/contracts';
import { Caller, Permit } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Samples } from './samples.js';

/** Random samples for the auditor: dismissed, refused and closed cases as well as those in force. */
@ApiTags('audit')
@Controller('api/v1/audit/samples')
@Permit({ roles: ['auditor'] })
export class SamplesController {
  constructor(private readonly samples: Samples) {}

  @Get()
  @ApiOperation({ summary: 'Các mẫu đã rút · samples that were ordered, newest first' })
  @ApiResponse({ status: 200, standardSchema: SampleList, description: 'A page' })
  list(@Query({ schema: SampleListQuery }) query: SampleListQuery): Promise<SampleList> {
    return this.samples.list(query);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Rút mẫu ngẫu nhiên · a random sample; ordering it is an event whose leaf hash is the seed',
  })
  @ApiResponse({ status: 200, standardSchema: Sample, description: 'Drawn; anybody with the log draws the same' })
  draw(@Body({ schema: DrawSample }) body: DrawSample, @Caller() caller: Principal): Promise<Sample> {
    return this.samples.draw(caller, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Rút lại một mẫu · the same sample, drawn again from the log' })
  @ApiResponse({ status: 200, standardSchema: Sample, description: 'The same cases in the same order' })
  again(@Param('id', { schema: shapes.uuid }) sampleId: string): Promise<Sample> {
    return this.samples.again(sampleId);
  }
}
